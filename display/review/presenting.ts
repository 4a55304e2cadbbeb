/** The browser's own way to a second screen, where it has one. The page there is let in by a code in its address that holds once. */

export interface Connection extends EventTarget {
	terminate: () => void;
}
/** What the browser has; the type library does not know it. */
type RequestMaker = new (addresses: string[]) => { start: () => Promise<Connection> };

const maker = (): RequestMaker | null => {
	if (!isSecureContext || !('PresentationRequest' in window)) return null;
	const found: unknown = window.PresentationRequest;
	// A constructor of that shape, by https://w3c.github.io/presentation-api/.
	return typeof found === 'function' ? (found as RequestMaker) : null;
};

export const canPresent = (): boolean => maker() !== null;

/** To be called from a click. Null: nobody chose a screen, or there is none. */
export async function present(code: string): Promise<Connection | null> {
	const Maker = maker();
	if (!Maker) return null;
	try {
		return await new Maker([`/tv#present=${encodeURIComponent(code)}`]).start();
	} catch (error) {
		// Browsers tell "no device", "not chosen" and "not allowed" by names of their own; the way on is the same.
		console.warn(error);
		return null;
	}
}
