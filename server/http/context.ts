/** What the routes work with. */
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { AccountHandlers, Accounts } from '../floor/accounts.ts';
import type { Pairing } from '../floor/pairing.ts';
import type { ScreenHandlers, Screens } from '../floor/screens.ts';
import type { Journal } from '../journal/journal.ts';
import type { Log } from '../log.ts';
import type { Sockets } from '../push/sockets.ts';
import type { Wall } from '../wall.ts';
import type { SetupCode } from './setup-code.ts';

/** A wall with its people and screens. */
export type ServedWall = Wall & {
	accounts: Accounts;
	screens: Screens;
	journal: Pick<Journal<AccountHandlers & ScreenHandlers>, 'apply' | 'together' | 'entries'>;
};

export interface AppContext {
	config: Config;
	clock: Clock;
	log: Log;
	wall: ServedWall;
	sockets: () => Sockets;
	pairing: Pairing;
	setupCode: SetupCode;
	/**
	 * Where set-up writes: this wall, or, in the automatic demo, a new real one.
	 * `settle` makes it the one that is served; `abandon` closes it again when set-up failed.
	 */
	openHome: () => { wall: ServedWall; settle: () => void; abandon: () => void };
	/** The folder of the built display. */
	displayDir: string;
	/** The database can no longer be trusted: stop acknowledging and exit. */
	onFatal: (error: unknown) => void;
	/** True from then on: nothing more is acknowledged. */
	isStopping: () => boolean;
}
