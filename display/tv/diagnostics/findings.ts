/** What the diagnostics say, in words: from what the wall knows of itself, and what the browser answers when asked. */
import { onAt, type ScreenSetup } from '../../../shared/screen.ts';
import type { SoundState } from '../../../shared/report.ts';
import type { BoardView } from '../../../shared/views.ts';
import { fill, isolated, wordsIn, type Translation } from '../../../shared/words/language.ts';
import type { setWords } from '../../../shared/words/set.ts';
import { tvWords } from '../../../shared/words/tv.ts';
import type { Heard } from '../link/age.ts';
import { localTime, timeText } from '../link/clock.ts';
import { heapBytes } from '../link/page.ts';
import { engineChecks, engineVersion } from './engine.ts';
import { pictureText, unitText } from './picture.ts';
import type { Mishap } from '../set/errors.ts';
import type { WakeState } from '../set/wake-lock.ts';
import { momentText } from '../stage/moment.ts';

export type SetWords = Translation<typeof setWords.en>;

/** What the wall knows. Times are on this machine's clock. */
export interface SelfKnowledge {
	now: number;
	board: BoardView | null;
	/** The build that the server has; null before it said so. */
	servedBuild: string | null;
	/** Titles of panels that could not be shown. */
	broken: readonly string[];
	setup: ScreenSetup;
	heard: Heard;
	/** What to add to this machine's clock to have the server's; null before the first beat. */
	offset: number | null;
	/** How the wall is connected, and how often it has been. */
	connection: { transport: string | null; at: number | null; times: number };
	wake: WakeState;
	/** Whether a celebration would be heard; null while that is not known. */
	sound: SoundState | null;
	lastKey: { name: string; number: number } | null;
	/** The number of the board, as the server counts; null before this connection brought one. */
	number: number | null;
	/** The title of the panel on show; null when there is none. */
	panel: string | null;
	isAsleep: boolean;
	isPaused: boolean;
	errors: readonly Mishap[];
}

export interface Finding {
	name: string;
	text: string;
	/** Worth a second look. */
	odd?: boolean;
}

export interface Findings {
	title: string;
	all: Finding[];
}

/** "4 s", "12 min", "3 h", "2 d": the largest unit that counts to two. */
export function ageText(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	if (seconds < 120) return `${seconds} s`;
	if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
	return seconds < 172_800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

function keepsThings(): boolean {
	try {
		window.localStorage.setItem('floorcast.try', '1');
		window.localStorage.removeItem('floorcast.try');
		return true;
	} catch {
		return false;
	}
}

function wakeText(wake: WakeState, words: SetWords): string {
	if (wake.by === 'lock') return words.awakeLock;
	if (wake.why === 'not wanted') return words.awakeOff;
	const known: Record<string, string> = { 'not secure': words.lockNotSecure, 'not there': words.lockNotThere };
	return fill(wake.by === 'video' ? words.awakeVideo : words.awakeNot, { why: known[wake.why] ?? wake.why });
}

function soundText(sound: SoundState | null, words: SetWords): string {
	return sound === null ? words.unknown : { on: words.soundIsOn, waits: words.soundWaits, off: words.soundIsOff, none: words.soundIsNone }[sound];
}

const wrongClockMs = 60_000;

function clockText(aheadMs: number, words: SetWords): string {
	if (Math.abs(aheadMs) < 1000) return words.clockRight;
	return fill(aheadMs > 0 ? words.clockAhead : words.clockBehind, { age: ageText(Math.abs(aheadMs)) });
}

function setUpText({ theme, overscan, far, calm }: ScreenSetup, words: SetWords): string {
	return [words[theme], fill(words.edge, { percent: overscan }), far ? words.far : '', calm ? words.calm : ''].filter(Boolean).join(', ');
}

/** Its name; its id where an older build kept it without one. */
const boardText = ({ title, id }: Pick<BoardView, 'id'> & Partial<Pick<BoardView, 'title'>>): string => (title ? isolated(title) : id);

/** "Hall, by the window". */
export function nameText({ name, place }: ScreenSetup, words: SetWords): string {
	if (name === '') return words.noName;
	return place === '' ? isolated(name) : `${isolated(name)}, ${isolated(place)}`;
}

/** The build that this page is of, and the server's where it has another. */
export function buildText(served: string | null, words: SetWords): { text: string; odd: boolean } {
	const own = document.querySelector('meta[name="build"]')?.getAttribute('content') ?? '–';
	const odd = served !== null && served !== own;
	return { text: odd ? fill(words.otherBuild, { own, served }) : own, odd };
}

/** "on until 19:00", "dark until Wednesday 25 November 08:00". */
function hoursText({ board, now, offset, setup }: SelfKnowledge, words: SetWords): string {
	if (setup.on === null) return words.alwaysOn;
	if (!board || offset === null) return words.unknown;
	const { clock, language } = board;
	const serverNow = now + offset;
	const { isOn, until } = onAt(setup.on, serverNow);
	if (until === null) return words.unknown;
	const isToday = localTime(until, clock).dayNumber === localTime(serverNow, clock).dayNumber;
	const time = isToday ? timeText(until, clock) : momentText({ at: until, now: null, withDay: true, clock, words: wordsIn(tvWords, language) });
	return fill(isOn ? words.onUntil : words.darkUntil, { time });
}

/** Two columns of findings. `frames`: painted in the last second; null before it is over. */
export function findings(known: SelfKnowledge, frames: number | null, words: SetWords): readonly [Findings[], Findings[]] {
	const { board, broken, connection, heard, now, wake } = known;
	const ago = (at: number | null): string => (at === null ? words.never : fill(words.ago, { age: ageText(now - at) }));
	const aheadMs = known.offset === null ? null : Date.now() - (now + known.offset);
	const count = board?.panels.length ?? 0;
	const heap = heapBytes();
	const keeps = keepsThings();
	const named = (has: boolean): string => engineChecks.filter((check) => check.has() === has).map(({ name, version }) => `${name} (${version})`).join(', ') || '–';
	const left: Findings[] = [
		{
			title: words.screen,
			all: [
				{ name: words.address, text: location.host + location.pathname },
				{ name: words.build, ...buildText(known.servedBuild, words) },
				{ name: words.up, text: ageText(performance.now()) },
				{ name: words.board, text: board ? `${boardText(board)}, ${fill(words.revision, { revision: board.revision })}` : '–' },
				{
					name: words.panels,
					text: board ? fill(broken.length > 0 ? words.notShown : words.allShown, { count, titles: broken.join(', ') }) : '–',
					odd: broken.length > 0,
				},
				{ name: words.awake, text: wakeText(wake, words), odd: wake.by === 'nothing' && wake.why !== 'not wanted' },
				{ name: words.storage, text: keeps ? words.keeps : words.keepsNot, odd: !keeps },
			],
		},
		{
			title: words.connection,
			all: [
				{ name: words.transport, text: connection.transport ?? '–', odd: connection.transport === null },
				{
					name: words.connected,
					text: connection.at === null ? words.never : fill(words.since, { age: ageText(now - connection.at), times: connection.times }),
				},
				{ name: words.beat, text: ago(heard.beatAt) },
				{ name: words.serverTime, text: board && known.offset !== null ? timeText(now + known.offset, board.clock) : '–' },
				{ name: words.clock, text: aheadMs === null ? words.unknown : clockText(aheadMs, words), odd: Math.abs(aheadMs ?? 0) > wrongClockMs },
			],
		},
		{
			title: words.picture,
			all: [
				{ name: words.size, text: `${pictureText()}, ${unitText()}` },
				{ name: words.setUp, text: setUpText(known.setup, words) },
				{ name: words.hours, text: hoursText(known, words) },
				{ name: words.frames, text: frames === null ? words.unknown : fill(words.perSecond, { count: frames }) },
			],
		},
		{
			title: words.load,
			all: [
				{ name: words.memory, text: heap === null ? words.unknown : `${Math.round(heap / 1e6)} MB` },
				{
					name: words.elements,
					text: fill(words.elementsIs, { elements: document.getElementsByTagName('*').length, canvases: document.getElementsByTagName('canvas').length }),
				},
				{ name: words.lastKey, text: known.lastKey ? `${known.lastKey.name || '–'}, ${known.lastKey.number}` : words.none },
			],
		},
	];
	const right: Findings[] = [
		{
			title: words.browser,
			all: [
				{ name: words.engine, text: fill(words.engineIs, { version: engineVersion() }) },
				{ name: words.can, text: named(true) },
				{ name: words.cannot, text: named(false) },
				{ name: words.sound, text: soundText(known.sound, words), odd: known.sound === 'waits' },
				{ name: words.calls, text: navigator.userAgent },
				{ name: words.context, text: window.isSecureContext ? words.secure : words.notSecure },
			],
		},
		{
			title: words.errors,
			all: known.errors.length === 0 ? [{ name: '–', text: words.none }] : known.errors.map(({ at, text }) => ({ name: ago(at), text, odd: true })),
		},
	];
	return [left, right];
}
