/**
 * Celebrations on the walls' sockets: told at once to every screen that celebrates and is not dark, and to one that connects soon after.
 * A socket that does not drain gets them, each once and in order, as soon as it does. What a wall shows of one is decided when it is sent,
 * and told again when that becomes another while it is new: a wall keeps celebrations waiting for minutes.
 */
import { celebratedWithinMs, type CelebrationKind, type CelebrationView } from '../../shared/celebration.ts';
import { onAt, type ScreenSetup } from '../../shared/screen.ts';
import type { Celebrated } from '../celebrations/celebration-store.ts';
import type { Celebrations, Tidings } from '../celebrations/celebrations.ts';
import type { Clock } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { Edition } from '../floor/screens.ts';
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
	screens: { setupOf: (id: number | null) => ScreenSetup; editionOf: (id: number | null) => Edition; setupStanding: (id: number | null) => unknown };
	/** Called after each change: of a screen's privacy, of a person's name, photo or ranking. */
	onApplied: (listener: () => void) => () => void;
	clock: Clock;
	/** Told of what the database refused. */
	onError: (error: unknown) => void;
}

interface Said {
	view: CelebrationView;
	/** To be compared. */
	text: string;
}

type Told = { celebrated: Celebrated } | { sample: CelebrationKind; at: number } | { withdraw: string };

export function createCelebrating({ sockets, celebrations, screens, onApplied, clock, onError }: CelebratingOptions): Celebrating {
	const waiting = new WeakMap<WallSocket, Told[]>();
	/** What each wall was told while it is new, by its shown id, and in which words. */
	const held = new WeakMap<WallSocket, Map<string, { celebrated: Celebrated; text: string }>>();
	let isClosed = false;

	/** What one screen refuses must not keep it from the others. */
	const guarded = (work: () => void): void => {
		try {
			work();
		} catch (error) {
			onError(error);
		}
	};
	/** What was written in the present round, since walls of one privacy are told the same; null between rounds, which wait for nothing. */
	let round: Map<string, Said> | null = null;
	const inRound = (work: () => void): void => {
		round = new Map();
		try {
			work();
		} finally {
			round = null;
		}
	};
	const isNew = (at: number): boolean => clock.now() - at <= celebratedWithinMs;
	const saidTo = ({ data }: WallSocket, celebrated: Celebrated): Said => {
		const { privacy } = screens.editionOf(data.screen);
		const name = `${privacy} ${celebrated.id}`;
		const known = round?.get(name);
		if (known) return known;
		const view = celebrations.view(celebrated, privacy);
		const said = { view, text: JSON.stringify(view) };
		round?.set(name, said);
		return said;
	};

	const send = (socket: WallSocket, told: Told): void => {
		const holds = held.get(socket) ?? new Map<string, { celebrated: Celebrated; text: string }>();
		held.set(socket, holds);
		if ('withdraw' in told) {
			holds.delete(told.withdraw);
			socket.emit('withdraw', told.withdraw);
		} else if ('sample' in told) {
			if (isNew(told.at)) socket.emit('celebrate', celebrations.sample(told.sample, screens.editionOf(socket.data.screen).privacy));
		} else if (isNew(told.celebrated.at)) {
			const { view, text } = saidTo(socket, told.celebrated);
			if (holds.get(view.id)?.text === text) return;
			for (const [id, { celebrated }] of holds) if (!isNew(celebrated.at)) holds.delete(id);
			holds.set(view.id, { celebrated: told.celebrated, text });
			socket.emit('celebrate', view);
		}
	};

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
		for (const told of queue) guarded(() => send(socket, told));
	};
	const tell = (socket: WallSocket, told: Told): void => {
		const queue = waiting.get(socket);
		if (queue) {
			const isWaiting = 'celebrated' in told && queue.some((one) => 'celebrated' in one && one.celebrated.id === told.celebrated.id);
			if (!isWaiting) queue.push(told);
			return;
		}
		waiting.set(socket, [told]);
		flush(socket);
	};

	/** Why a screen shows nothing of it now. */
	const hindrance = (screen: number | null): 'off' | 'dark' | null => {
		const { celebrates, on } = screens.setupOf(screen);
		if (!celebrates) return 'off';
		return onAt(on, clock.now()).isOn ? null : 'dark';
	};
	const tellAll = (tidings: Tidings): void => {
		if (isClosed) return;
		inRound(() => {
			for (const socket of sockets.walls()) {
				guarded(() => {
					if ('withdrawn' in tidings) tell(socket, { withdraw: tidings.withdrawn });
					else if (hindrance(socket.data.screen) === null) tell(socket, tidings);
				});
			}
		});
	};
	// After the board of the same tick: a line that is busy with this one would have to take all of it.
	const stopListening = celebrations.onTidings((tidings) => void setImmediate(tellAll, tidings));

	/** Tells again what a wall shows otherwise by now, also a dark one, on which it waits. */
	const tellAgain = (): void =>
		inRound(() => {
			for (const socket of sockets.walls()) {
				for (const { celebrated, text } of held.get(socket)?.values() ?? []) {
					guarded(() => {
						if (isNew(celebrated.at) && saidTo(socket, celebrated).text !== text) tell(socket, { celebrated });
					});
				}
			}
		});
	let isDue = false;
	const tellAgainSoon = (): void => {
		if (isDue) return;
		isDue = true;
		setImmediate(() => {
			isDue = false;
			if (!isClosed) tellAgain();
		});
	};
	const stops = [onApplied(tellAgainSoon), celebrations.onQuiet(tellAgainSoon)];

	sockets.onWall((socket) => {
		// After the change from polling to WebSocket the old transport never becomes ready again.
		socket.conn.on('upgrade', () => flush(socket));
		guarded(() => {
			const { screen } = socket.data;
			const recent = celebrations.recent();
			if (recent.length === 0 || hindrance(screen) !== null) return;
			for (const celebrated of recent) tell(socket, { celebrated });
		});
	});

	const refusals = {
		off: new InputError('This screen shows no celebrations: they are switched off for it.', { status: 409, code: 'celebrates_not', field: 'screen' }),
		dark: new InputError('This screen is dark by its hours.', { status: 409, code: 'screen_dark', field: 'screen' }),
	};
	return {
		tryOn: (screen, kind) => {
			const hindered = hindrance(screen);
			// Looks whether there is such a screen.
			screens.setupStanding(screen);
			if (hindered !== null) throw refusals[hindered];
			const theirs = sockets.walls().filter(({ data }) => data.screen === screen);
			if (theirs.length === 0) throw new InputError('This screen is not connected.', { status: 409, code: 'screen_offline', field: 'screen' });
			for (const socket of theirs) tell(socket, { sample: kind, at: clock.now() });
		},
		close: () => {
			isClosed = true;
			stopListening();
			for (const stop of stops) stop();
		},
	};
}
