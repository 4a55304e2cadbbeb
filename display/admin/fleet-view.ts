/** What the Screens page says of a screen. */
import type { ScreenRow, ScreenState } from '../../shared/api.ts';
import { defaultBoard } from '../../shared/board.ts';
import type { ScreenHealth, Standing } from '../../shared/fleet.ts';
import type { SoundState } from '../../shared/report.ts';
import type { FleetWords } from '../../shared/words/fleet.ts';
import { fill } from '../../shared/words/language.ts';
import type { ScreenWords } from '../../shared/words/screens.ts';
import { momentText, type Place } from './moments.ts';
import { darkText } from './screen-view.ts';

export interface BoardChoice {
	id: string;
	name: string;
}

export interface Said {
	fleet: FleetWords;
	screens: ScreenWords;
	place: Place;
	now: number;
}

export interface Fact {
	name: string;
	text: string;
	/** Worth a second look. */
	isOdd?: boolean;
}

type Judged = Pick<ScreenHealth & ScreenState, 'standing' | 'dark'> & Partial<Pick<ScreenRow, 'pairedAt'>>;

/** A TV that was just paired has so long to come. */
const comesWithinMs = 5 * 60_000;

/** Somebody should look at it: frozen, or gone while it should be lit, or not come. `now`: by the server's clock. */
export function needsAttention({ standing: { state }, dark, pairedAt }: Judged, now: string): boolean {
	if (state === 'never') return dark === null && pairedAt !== undefined && Date.parse(now) - Date.parse(pairedAt) >= comesWithinMs;
	return state === 'frozen' || (state === 'offline' && dark === null);
}

/** Those that need attention first; otherwise as they came, which is by name. */
export const worstFirst = <Row extends Judged>(rows: readonly Row[], now: string): Row[] => [...rows.filter((row) => needsAttention(row, now)), ...rows.filter((row) => !needsAttention(row, now))];

export function standingText(standing: Standing, dark: ScreenState['dark'], { fleet, screens, place, now }: Said): string {
	const at = (time: string): string => momentText(time, place, now);
	if (standing.state === 'never') return fleet.never;
	if (standing.state === 'dark') return darkText(dark, screens, place, now);
	if (standing.state === 'live') return fleet.live;
	if (standing.state === 'frozen') {
		const byWhy = { silent: fleet.frozenSilent, 'no frames': fleet.frozenFrames, hidden: fleet.frozenHidden, 'old board': fleet.frozenBoard };
		return fill(byWhy[standing.why], { time: at(standing.since) });
	}
	const { since, froze } = standing;
	if (froze === null) return fill(fleet.offline, { time: at(since) });
	return fill(froze.why === 'silent' ? fleet.offlineSilent : fleet.offlineFroze, { froze: at(froze.since), time: at(since) });
}

/** Also the one that it is set up for when that is gone, so that nothing seems chosen that is not. None are known while they are asked for. */
export function boardOptions(boards: readonly BoardChoice[], chosen: string, words: FleetWords): { value: string; label: string }[] {
	const gone = boards.length === 0 ? words.unknown : fill(words.boardGone, { name: boards.find(({ id }) => id === defaultBoard)?.name ?? words.boardUsual });
	const all = boards.some(({ id }) => id === defaultBoard) ? boards : [{ id: defaultBoard, name: words.boardUsual }, ...boards];
	const options = all.map(({ id, name }) => ({ value: id, label: name }));
	return all.some(({ id }) => id === chosen) ? options : [...options, { value: chosen, label: gone }];
}

/** What it said last need not be so any more. */
export const isOldNews = ({ state }: Standing): boolean => state === 'offline' || state === 'frozen';

/** What is known of a screen from what it says of itself, and from its connection. `served`: the server's display. */
export function factsOf({ standing, report, sent, boardSince, connections, address }: ScreenHealth, served: string, { fleet: words, place, now }: Said): Fact[] {
	const at = (time: string): string => momentText(time, place, now);
	const reached: Fact[] = [
		...(address === null ? [] : [{ name: words.address, text: address }]),
		...(connections > 1 ? [{ name: words.connections, text: fill(words.connectionsMany, { count: connections }), isOdd: true }] : []),
	];
	if (!report) return reached;
	const { build, engine, width, height, panel, board, heap, sound, wake, isAsleep, isPaused } = report;
	// A board or two behind is what every screen is for a moment.
	const isBehind = standing.state === 'frozen' && standing.why === 'old board';
	const sounds: Record<SoundState, string> = { on: words.soundOn, waits: words.soundWaits, off: words.soundOff, none: words.soundNone };
	const awake = { lock: words.awakeLock, video: words.awakeVideo, none: isAsleep ? words.awakeAsleep : words.awakeNone };
	const onShow = panel === null ? (isAsleep ? words.panelDark : words.panelNone) : isPaused ? fill(words.panelPaused, { panel }) : panel;
	const since = boardSince === null ? at(report.at) : at(boardSince);
	const reported: Fact = { name: words.reportedAt, text: at(report.at) };
	const isOld = isOldNews(standing);
	return [
		...(isOld ? [reported] : []),
		{ name: words.panel, text: onShow },
		{
			name: words.painted,
			text: board === null ? words.paintedNone : fill(isBehind ? words.paintedOld : words.paintedSince, { number: board, time: since, sent: sent ?? '' }),
			isOdd: isBehind,
		},
		{ name: words.build, text: build === served ? build : fill(words.buildOther, { own: build, served }), isOdd: build !== served },
		{ name: words.engine, text: fill(words.engineIs, { version: engine }) },
		{ name: words.resolution, text: `${width} × ${height}` },
		{ name: words.heap, text: heap === null ? words.unknown : fill(words.heapIs, { count: Math.round(heap / 1e6) }) },
		{ name: words.sound, text: sound === null ? words.unknown : sounds[sound], isOdd: sound === 'waits' || sound === 'none' },
		{ name: words.awake, text: awake[wake], isOdd: wake === 'none' && !isAsleep },
		...reached,
		...(isOld ? [] : [reported]),
	];
}
