/** The screen's token. A browser that keeps nothing still shows the wall until it is switched off. */
import { readStored, writeStored } from './storage.ts';

const place = 'floorcast.token';
let held: string | null = null;

export const readToken = (): string | null => readStored(place) ?? held;

export function keepToken(token: string | null): void {
	held = token;
	if (!writeStored(place, token)) console.warn('This browser does not keep the pairing; it is asked for again after a restart.');
}
