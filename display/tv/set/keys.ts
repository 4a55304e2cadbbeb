/** What a key of a keyboard or a remote control asks for. Older TVs give only the number. */

export type Wish = 'back' | 'on' | 'pause' | 'full';

const byName: Record<string, Wish> = {
	ArrowLeft: 'back',
	ArrowRight: 'on',
	' ': 'pause',
	Enter: 'pause',
	f: 'full',
	F: 'full',
};
const byNumber: Record<number, Wish> = { 37: 'back', 39: 'on', 32: 'pause', 13: 'pause', 70: 'full' };

export function wishOf(event: { key: string; keyCode: number }): Wish | null {
	return byName[event.key] ?? byNumber[event.keyCode] ?? null;
}
