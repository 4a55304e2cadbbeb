/** What the routes work with. */
import type { Alerts } from '../alerts/alerts.ts';
import type { Backups } from '../backup/backups.ts';
import type { Restorer } from '../backup/restored.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Pairing } from '../floor/pairing.ts';
import type { Presenting } from '../floor/presenting.ts';
import type { Health } from '../health/health.ts';
import type { Log } from '../log.ts';
import type { Celebrating } from '../push/celebrating.ts';
import type { LiveChanges } from '../push/live-changes.ts';
import type { Sockets } from '../push/sockets.ts';
import type { Wall } from '../wall.ts';
import type { CertificateState } from './certificate.ts';
import type { HttpMeter } from './meter.ts';
import type { SetupCode } from './setup-code.ts';

export interface AppContext {
	config: Config;
	clock: Clock;
	log: Log;
	wall: Wall;
	sockets: () => Sockets;
	celebrating: () => Celebrating;
	alerts: () => Alerts;
	health: () => Health;
	meter: HttpMeter;
	liveChanges: () => LiveChanges;
	pairing: Pairing;
	presenting: Presenting;
	setupCode: SetupCode;
	/**
	 * Where set-up writes: this wall, or, in the automatic demo, a new real one.
	 * `start` gets it ready, `settle` makes it the one that is served; `abandon` closes it again when set-up failed.
	 */
	openHome: () => { wall: Wall; start: () => Promise<void>; settle: () => void; abandon: () => void };
	/** The folder of the built display. */
	displayDir: string;
	/** How the certificate stands; null on plain http. */
	certificateState: () => CertificateState | null;
	/** The database can no longer be trusted: stop acknowledging and exit. */
	onFatal: (error: unknown) => void;
	backups: Backups;
	/** `begin` puts a backup back, in the background. @throws InputError 404, 409. `isHeld`: nothing is taken in meanwhile. */
	restoring: { begin: (name: string, by: Restorer, stillMay: () => void) => void; isHeld: () => boolean };
	/** True from then on: nothing more is acknowledged. */
	isStopping: () => boolean;
}
