/** How this screen is, for whoever looks after the screens and does not stand in front of them. */
import { reportMs, type ScreenReport, type SentReport } from '../../../shared/report.ts';
import { heapBytes } from '../link/page.ts';
import { engineVersion } from './engine.ts';
import type { SelfKnowledge } from './findings.ts';

export interface Reporter {
	/** Called every second. */
	look(at: number): void;
	/** The picture was made anew, from the board of this number. */
	drawn(number: number | null): void;
	close(): void;
}

/** Long enough to tell a picture that stands from one that is slow. */
const countMs = 500;
const longestTitle = 100;
/** What was lost on the way is made good so soon. */
const wholeEveryMs = 60_000;

const ownBuild = document.querySelector('meta[name="build"]')?.getAttribute('content') ?? '';

/** What of a report the one before it did not say already. */
function changes(report: ScreenReport, before: ScreenReport): SentReport {
	const changed: SentReport = { frames: report.frames, inMs: report.inMs };
	for (const [name, value] of Object.entries(report)) {
		if (value !== before[name as keyof ScreenReport]) Object.assign(changed, { [name]: value }); // its own names
	}
	return changed;
}

/** What of it changes what is on show at once. */
const onShow = ({ panel, isPaused, isAsleep }: SelfKnowledge): string => JSON.stringify([panel, isPaused, isAsleep]);

export function createReporter(known: () => SelfKnowledge, send: (report: SentReport) => void): Reporter {
	let reportedAt = -Infinity;
	let connection = 0;
	let lastKey: SelfKnowledge['lastKey'] = null;
	let reported = '';
	/** What the server knows; null: it is told the whole. */
	let sent: ScreenReport | null = null;
	let wholeAt = -Infinity;
	/** The number of the board that was painted. */
	let painted: number | null = null;
	let frame = 0;
	let counting: { frames: number; from: number; frame: number; timer: ReturnType<typeof setTimeout> } | null = null;

	function report(): void {
		if (!counting) return;
		const { frames, from } = counting;
		stopCounting();
		const self = known();
		reported = onShow(self);
		const whole: ScreenReport = {
			build: ownBuild,
			engine: engineVersion(),
			width: Math.round(window.innerWidth * window.devicePixelRatio),
			height: Math.round(window.innerHeight * window.devicePixelRatio),
			panel: self.panel && self.panel.slice(0, longestTitle),
			board: painted,
			frames,
			inMs: Math.round(performance.now() - from),
			heap: heapBytes(),
			sound: self.sound,
			wake: self.wake.by === 'nothing' ? 'none' : self.wake.by,
			isAsleep: self.isAsleep,
			isHidden: document.hidden,
			isPaused: self.isPaused,
		};
		send(sent ? changes(whole, sent) : whole);
		sent = whole;
	}

	function count(): void {
		const now = { frames: 0, from: performance.now(), frame: 0, timer: setTimeout(report, countMs) };
		counting = now;
		now.frame = requestAnimationFrame(function next() {
			now.frames += 1;
			now.frame = requestAnimationFrame(next);
		});
	}
	function stopCounting(): void {
		if (!counting) return;
		cancelAnimationFrame(counting.frame);
		clearTimeout(counting.timer);
		counting = null;
	}

	return {
		look(at) {
			const self = known();
			if (self.connection.transport === null || counting) return;
			const isNew = self.connection.times !== connection;
			const isByHand = self.lastKey !== lastKey && onShow(self) !== reported;
			if (!isNew && !isByHand && at - reportedAt < reportMs) return;
			if (isNew || at - wholeAt >= wholeEveryMs) {
				wholeAt = at;
				sent = null;
			}
			connection = self.connection.times;
			lastKey = self.lastKey;
			reportedAt = at;
			count();
		},
		drawn(number) {
			cancelAnimationFrame(frame);
			if (number === null) {
				painted = null;
				return;
			}
			// What is drawn by now is on the screen when the frame after the next begins.
			frame = requestAnimationFrame(() => {
				frame = requestAnimationFrame(() => (painted = number));
			});
		},
		close() {
			stopCounting();
			cancelAnimationFrame(frame);
		},
	};
}
