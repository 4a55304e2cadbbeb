/** A gong out of sines: what makes it one is that its partials are no multiples of the lowest, and that the high ones die first. */
import type { CelebrationKind } from '../../../shared/celebration.ts';

/** Of the lowest: how high, how loud, how long it sounds in seconds. The first two beat against each other. */
const partials = [
	[1, 0.3, 3],
	[1.006, 0.16, 2.8],
	[1.48, 0.16, 2.4],
	[2.04, 0.14, 2],
	[2.71, 0.1, 1.5],
	[3.43, 0.06, 1.1],
	[4.9, 0.04, 0.6],
	[6.3, 0.03, 0.35],
] as const;
/** Until a partial is as loud as it gets, in seconds: at once would click. */
const attack = 0.012;
/** An exponential never reaches nothing. */
const silence = 0.0001;

/** When each stroke comes, in seconds, and how high it is, in hertz. A reached target is heard twice. */
const strokes: Record<CelebrationKind, readonly (readonly [after: number, hertz: number])[]> = {
	deal: [[0, 174]],
	target: [[0, 174], [0.65, 232]],
	streak: [[0, 232]],
};

/** Sounds from `start` on, on the context's clock; `loudness` is 0–1. Resolves when it is over, with nothing left connected. */
export function strike(context: BaseAudioContext, kind: CelebrationKind, start: number, loudness: number): Promise<void> {
	const whole = context.createGain();
	whole.gain.value = loudness;
	whole.connect(context.destination);
	let sounding = 0;
	return new Promise((resolve) => {
		for (const [after, hertz] of strokes[kind]) {
			for (const [ratio, strength, seconds] of partials) {
				const from = start + after;
				const tone = context.createOscillator();
				const volume = context.createGain();
				tone.frequency.value = hertz * ratio;
				// Two strokes must not be louder than the loudest that there is.
				const peak = strength / strokes[kind].length ** 0.5;
				volume.gain.setValueAtTime(silence, from);
				volume.gain.exponentialRampToValueAtTime(peak, from + attack);
				volume.gain.exponentialRampToValueAtTime(silence, from + seconds);
				tone.connect(volume);
				volume.connect(whole);
				tone.start(from);
				tone.stop(from + seconds);
				sounding += 1;
				tone.onended = () => {
					volume.disconnect();
					sounding -= 1;
					if (sounding > 0) return;
					whole.disconnect();
					resolve();
				};
			}
		}
	});
}
