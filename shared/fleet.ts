/** The screens as whoever looks after them sees them. Instants are ISO text. */
import type { ScreenReport } from './report.ts';

/**
 * Why a connected screen counts as frozen. `silent`: it says nothing. `no frames`: it reports, and paints nothing.
 * `hidden`: so does it, because its page is not to be seen. `old board`: it paints, but not what it was sent.
 */
export type FrozenWhy = 'silent' | 'no frames' | 'hidden' | 'old board';

export interface Froze {
	since: string;
	why: FrozenWhy;
}

export type Standing =
	| { state: 'live' }
	/** By its hours, and well. */
	| { state: 'dark' }
	| ({ state: 'frozen' } & Froze)
	/** `since`: when it was last seen. `froze`: it did before it went. */
	| { state: 'offline'; since: string; froze: Froze | null }
	| { state: 'never' };

/** A screen's report, and when it came. */
export interface SeenReport extends ScreenReport {
	at: string;
}

/** How a screen is, beside how it is set up. */
export interface ScreenHealth {
	standing: Standing;
	/** How many connections hold its token; the newest counts. */
	connections: number;
	/** Where the newest comes from; null while there is none. */
	address: string | null;
	/** The last one that it made; null when it never did. */
	report: SeenReport | null;
	/** The newest board that it was sent; null while it is not connected, or before the first. */
	sent: number | null;
	/** Since when it has shown the board that its report names; null while that is not known. */
	boardSince: string | null;
}

/** A connected screen that needs no pairing. */
export interface UnpairedScreen extends ScreenHealth {
	/** Of its connection: another one when it comes anew. */
	id: string;
}

/** A QR code: the dark modules as an SVG path over `size` × `size` of them, without the quiet zone. */
export interface QrCode {
	size: number;
	path: string;
}
