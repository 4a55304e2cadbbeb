/** The screen's token. A browser that keeps nothing still shows the wall until it is switched off. */

const place = 'floorcast.token';
let held: string | null = null;

export function readToken(): string | null {
	try {
		return window.localStorage.getItem(place) ?? held;
	} catch {
		return held;
	}
}

export function keepToken(token: string | null): void {
	held = token;
	try {
		if (token === null) window.localStorage.removeItem(place);
		else window.localStorage.setItem(place, token);
	} catch (error) {
		console.warn('This browser does not keep the pairing; it is asked for again after a restart.', error);
	}
}
