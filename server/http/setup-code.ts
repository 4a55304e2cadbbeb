/** The one-time code that proves that whoever sets up the server can read what it prints. */
import { isSameSecret, newCode, plainCode } from '../floor/tokens.ts';

const codeLength = 8;
const triesPerCode = 5;

export interface SetupCode {
	/** Whether a set-up can still happen with this code or a later one. */
	isOpen: () => boolean;
	/** After five wrong tries the code is replaced, and the new one printed. */
	matches: (typed: string) => boolean;
	/** Prints the code that is valid now, if any. */
	announce: () => void;
	/** Set-up is done; no code is valid any more. */
	close: () => void;
}

/** `tell` prints each code where only whoever runs the server sees it. */
export function createSetupCode(isNeeded: boolean, tell: (code: string) => void): SetupCode {
	let code: string | null = null;
	let wrong = 0;
	const renew = (): void => {
		code = newCode(codeLength);
		wrong = 0;
	};
	const announce = (): void => {
		if (code !== null) tell(`${code.slice(0, codeLength / 2)}-${code.slice(codeLength / 2)}`);
	};
	if (isNeeded) renew();

	return {
		isOpen: () => code !== null,
		matches: (typed) => {
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
