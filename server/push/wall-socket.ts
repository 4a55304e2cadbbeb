/** The sockets of walls, and what is kept of each. */
import type { Server, Socket } from 'socket.io';
import type { ScreenSetup } from '../../shared/screen.ts';
import type { ServerToWall, WallToServer } from '../../shared/wire.ts';
import type { Edition } from '../floor/screens.ts';

export type Owed = 'screen' | 'board' | 'beat';

export interface OfSocket {
	screen: number | null;
	/** What it gets, the newest of each, as soon as it has drained. */
	owed: Set<Owed>;
	/** How it was last told that it is set up. */
	told: ScreenSetup | null;
	/** What it shows, and how it stops; null before it is known. */
	shows: { edition: Edition; stop: () => void } | null;
	/** The number of the issue of its edition that it holds; null before the first. */
	holds: number | null;
}

export type WallServer = Server<WallToServer, ServerToWall, Record<string, never>, OfSocket>;
export type WallSocket = Socket<WallToServer, ServerToWall, Record<string, never>, OfSocket>;

// The transport is writable again only once the kernel has taken what was written before; nothing waits in front of it then.
export const isDrained = ({ conn }: WallSocket): boolean => conn.transport.writable;
