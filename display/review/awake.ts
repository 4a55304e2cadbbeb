/** Keeps the display on while a meeting is steered, where the browser can (only on secure pages). Returns what lets it sleep. */
export function keepAwake(): () => void {
	let isWanted = true;
	let lock: WakeLockSentinel | null = null;
	const hold = async (): Promise<void> => {
		if (!isWanted || document.hidden || !('wakeLock' in navigator)) return;
		try {
			const taken = await navigator.wakeLock.request('screen');
			// A sleep that was allowed meanwhile.
			if (isWanted) lock = taken;
			else await taken.release();
		} catch (error) {
			console.warn('The display cannot be kept on.', error);
		}
	};
	const again = (): void => void hold();
	again();
	document.addEventListener('visibilitychange', again);
	return () => {
		isWanted = false;
		document.removeEventListener('visibilitychange', again);
		void lock?.release();
	};
}
