/** What a countdown says with so many milliseconds to go. */

const nowForMs = 60_000;

const twoDigits = (value: number): string => (value < 10 ? `0${value}` : String(value));

/** "14:59", above an hour "1:04:59", null from zero on. The last second is "00:01". */
export function countdownText(leftMs: number): string | null {
	if (leftMs <= 0) return null;
	const seconds = Math.ceil(leftMs / 1000);
	const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
	const short = `${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
	return hours > 0 ? `${hours}:${short}` : short;
}

/** The moment is here: said for a minute. */
export const isMoment = (leftMs: number): boolean => leftMs <= 0 && leftMs > -nowForMs;

/** In how many milliseconds it says something else; null when it never does again. */
export function changesInMs(leftMs: number): number | null {
	if (leftMs <= 0) return isMoment(leftMs) ? leftMs + nowForMs : null;
	return leftMs - (Math.ceil(leftMs / 1000) - 1) * 1000;
}
