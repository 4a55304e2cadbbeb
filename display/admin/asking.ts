/** Asks the server again and again for as long as a page is shown. */
export interface Asking {
	/** Begins; returns what ends it. */
	open: () => () => void;
	/** Asks now, and from then on at its intervals. */
	refresh: () => Promise<void>;
}

/** @param ask asks once, and says after how many milliseconds it is worth asking again */
export function createAsking(ask: () => Promise<number>): Asking {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let isOpen = false;
	const refresh = async (): Promise<void> => {
		clearTimeout(timer);
		const afterMs = await ask();
		if (!isOpen) return;
		clearTimeout(timer);
		timer = setTimeout(() => void refresh(), afterMs);
	};
	return {
		open: () => {
			isOpen = true;
			void refresh();
			return () => {
				isOpen = false;
				clearTimeout(timer);
			};
		},
		refresh,
	};
}
