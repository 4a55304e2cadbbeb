/** What the Screens page says of a screen. */
import type { ScreenState } from '../../shared/api.ts';
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

/** Somebody should look at it: frozen, or gone while it should be lit. */
export const needsAttention = ({ standing, dark }: Pick<ScreenHealth & ScreenState, 'standing' | 'dark'>): boolean =>
	standing.state === 'frozen' || (standing.state === 'offline' && dark === null);

/** Those that need attention first; otherwise as they came, which is by name. */
export const worstFirst = <Row extends Pick<ScreenHealth & ScreenState, 'standing' | 'dark'>>(rows: readonly Row[]): Row[] => [...rows.filter(needsAttention), ...rows.filter((row) => !needsAttention(row))];

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

/** Also the one that it is set up for when that is gone, so that nothing seems chosen that is not. */
export function boardOptions(boards: readonly BoardChoice[], chosen: string, words: FleetWords): { value: string; label: string }[] {
	const all = boards.some(({ id }) => id === defaultBoard) ? boards : [{ id: defaultBoard, name: words.boardUsual }, ...boards];
	const options = all.map(({ id, name }) => ({ value: id, label: name }));
	return all.some(({ id }) => id === chosen) ? options : [...options, { value: chosen, label: fill(words.boardGone, { id: chosen }) }];
}

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
	return [
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
		{ name: words.sound, text: sounds[sound], isOdd: sound === 'waits' || sound === 'none' },
		{ name: words.awake, text: awake[wake], isOdd: wake === 'none' && !isAsleep },
		...reached,
		{ name: words.reportedAt, text: at(report.at) },
	];
}
