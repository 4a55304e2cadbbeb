/** The one-time code that proves that whoever sets up the server can read what it prints. */
import { isSameSecret, newCode, plainCode } from '../floor/tokens.ts';

const codeLength = 8;
const triesPerCode = 5;
const codeMs = 3_600_000;

export interface SetupCode {
	/** Whether a set-up can still happen with this code or a later one. */
	isOpen: () => boolean;
	/** After an hour the code is replaced, and the new one printed: whoever opens the page finds one that is good. */
	freshen: () => void;
	/** After five wrong tries the code is replaced, too. */
	matches: (typed: string) => boolean;
	/** Prints the code that is valid now, if any. */
	announce: () => void;
	/** Set-up is done; no code is valid any more. */
	close: () => void;
}

/** `tell` prints each code where only whoever runs the server sees it. `elapsedMs`: by a clock that nobody can set. */
export function createSetupCode(isNeeded: boolean, tell: (code: string) => void, elapsedMs = (): number => performance.now()): SetupCode {
	let code: string | null = null;
	let wrong = 0;
	let madeAt = 0;
	const renew = (): void => {
		code = newCode(codeLength);
		wrong = 0;
		madeAt = elapsedMs();
	};
	const announce = (): void => {
		if (code !== null) tell(`${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`);
	};
	const freshen = (): void => {
		if (code === null || elapsedMs() - madeAt < codeMs) return;
		renew();
		announce();
	};
	if (isNeeded) renew();

	return {
		isOpen: () => code !== null,
		freshen,
		matches: (typed) => {
			freshen();
			if (code === null) return false;
			if (isSameSecret(plainCode(typed), code)) return true;
			wrong += 1;
			if (wrong >= triesPerCode) {
				renew();
				announce();
			}
			return false;
		},
		announce,
		close: () => {
			code = null;
		},
	};
}
