/**
 * Celebrations on the walls' sockets: told at once to every screen that celebrates and is not dark, and to one that connects soon after.
 * A socket that does not drain gets them, each once and in order, as soon as it does.
 */
import { celebratedWithinMs, type CelebrationKind, type CelebrationView } from '../../shared/celebration.ts';
import { onAt, type ChosenSetup, type Privacy, type ScreenSetup } from '../../shared/screen.ts';
import type { Celebrations, Tidings } from '../celebrations/celebrations.ts';
import type { Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { Sockets } from './sockets.ts';
import { isDrained, type WallSocket } from './wall-socket.ts';

export interface Celebrating {
	/** Shows a sample on one screen, null for all that need no pairing. @throws InputError when it would not be seen there. */
	tryOn: (screen: number | null, kind: CelebrationKind) => void;
	close: () => void;
}

export interface CelebratingOptions {
	sockets: Pick<Sockets, 'walls' | 'onWall'>;
	celebrations: Celebrations;
	screens: { setupOf: (id: number | null) => ScreenSetup; setupStanding: (id: number | null) => { chosen: ChosenSetup } };
	clock: Clock;
	/** Told of what the database refused. */
	onError: (error: unknown) => void;
}

type Told = { celebrate: CelebrationView } | { withdraw: string };

export function createCelebrating({ sockets, celebrations, screens, clock, onError }: CelebratingOptions): Celebrating {
	const waiting = new WeakMap<WallSocket, Told[]>();
	let isClosed = false;

	const flush = (socket: WallSocket): void => {
		const queue = waiting.get(socket);
		if (!queue) return;
		if (!socket.connected) {
			// It gets what is still new when it comes back.
			waiting.delete(socket);
			return;
		}
		if (!isDrained(socket)) {
			socket.conn.transport.once('ready', () => flush(socket));
			return;
		}
		waiting.delete(socket);
		for (const told of queue) {
			if ('withdraw' in told) socket.emit('withdraw', told.withdraw);
			else if (clock.now() - told.celebrate.at <= celebratedWithinMs) socket.emit('celebrate', told.celebrate);
		}
	};
	const tell = (socket: WallSocket, told: Told): void => {
		const queue = waiting.get(socket);
		if (queue) {
			queue.push(told);
			return;
		}
		waiting.set(socket, [told]);
		flush(socket);
	};

	const privacyOf = (screen: number | null): Privacy => screens.setupStanding(screen).chosen.privacy;
	/** Why a screen shows nothing of it now. */
	const hindrance = (screen: number | null): 'off' | 'dark' | null => {
		const { celebrates, on } = screens.setupOf(screen);
		if (!celebrates) return 'off';
		return onAt(on, clock.now()).isOn ? null : 'dark';
	};
	/** What one screen refuses must not keep it from the others. */
	const guarded = (work: () => void): void => {
		try {
			work();
		} catch (error) {
			onError(error);
		}
	};

	const tellAll = (tidings: Tidings): void => {
		if (isClosed) return;
		for (const socket of sockets.walls()) {
			guarded(() => {
				if ('withdrawn' in tidings) tell(socket, { withdraw: tidings.withdrawn });
				else if (hindrance(socket.data.screen) === null) tell(socket, { celebrate: celebrations.view(tidings.celebrated, privacyOf(socket.data.screen)) });
			});
		}
	};
	// After the board of the same tick: a line that is busy with this one would have to take all of it.
	const stopListening = celebrations.onTidings((tidings) => void setImmediate(tellAll, tidings));
	sockets.onWall((socket) => {
		// After the change from polling to WebSocket the old transport never becomes ready again.
		socket.conn.on('upgrade', () => flush(socket));
		guarded(() => {
			const { screen } = socket.data;
			const recent = celebrations.recent();
			if (recent.length === 0 || hindrance(screen) !== null) return;
			const privacy = privacyOf(screen);
			for (const celebrated of recent) tell(socket, { celebrate: celebrations.view(celebrated, privacy) });
		});
	});

	const refusals = {
		off: new InputError('This screen shows no celebrations: they are switched off for it.', { status: 409, code: 'celebrates_not', field: 'screen' }),
		dark: new InputError('This screen is dark by its hours.', { status: 409, code: 'screen_dark', field: 'screen' }),
	};
	return {
		tryOn: (screen, kind) => {
			const hindered = hindrance(screen);
			// Also looks whether there is such a screen.
			const privacy = privacyOf(screen);
			if (hindered !== null) throw refusals[hindered];
			const theirs = sockets.walls().filter(({ data }) => data.screen === screen);
			if (theirs.length === 0) throw new InputError('This screen is not connected.', { status: 409, code: 'screen_offline', field: 'screen' });
			const sample = celebrations.sample(kind, privacy);
			for (const socket of theirs) tell(socket, { celebrate: sample });
		},
		close: () => {
			isClosed = true;
			stopListening();
		},
	};
}
