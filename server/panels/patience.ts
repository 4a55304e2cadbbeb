/** How long the past of figures may be worked out while somebody waits for them as they are now. */
export interface Patience {
	/** Whether there is time for one more; there always is for the first, so that they get done in the end. */
	goesOn: () => boolean;
	/** There was none for some. */
	isOver: () => boolean;
}

export const endless: Patience = { goesOn: () => true, isOver: () => false };

export function patienceOf(ms: number): Patience {
	const until = performance.now() + ms;
	let [isBegun, isOver] = [false, false];
	return {
		goesOn: () => {
			const goesOn = !isBegun || performance.now() < until;
			isBegun = true;
			isOver ||= !goesOn;
			return goesOn;
		},
		isOver: () => isOver,
	};
}
