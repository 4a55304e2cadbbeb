/**
 * The write-ahead log beside the database is worked off as far as nobody reads from it. Whoever reads for long, which is never this server but
 * a program that somebody opened the file with, makes it grow; it is bounded by taking no more in, and shrinks again by itself.
 */
import type { Clock } from '../clock.ts';
import type { Db } from './open.ts';
import { sizeOf } from './room.ts';

export interface LogGrowth {
	/** To be called now and then. */
	look: () => void;
	/** Since when the log waits for somebody, and how large it is by now; null while it does not, or not for long. */
	held: () => { since: number; bytes: number } | null;
	/** It is as large as it may become. */
	isOver: () => boolean;
}

export interface LogLimits {
	/** What it keeps anyway, and is cut to. */
	usualBytes: number;
	mostBytes: number;
	/** How long a reader may take before it is said. */
	patienceMs: number;
	everyMs: number;
}

const usualLimits: LogLimits = { usualBytes: 67_108_864, mostBytes: 1_000_000_000, patienceMs: 120_000, everyMs: 5_000 };
const waitsMs = 5_000;

interface CheckpointRow {
	busy: number;
	/** Pages in the log, and how many of them are in the database. */
	log: number;
	checkpointed: number;
}

export function createLogGrowth(db: Db, clock: Clock, limits: LogLimits = usualLimits): LogGrowth {
	let heldSince: number | null = null;
	let lookedAt = Number.NEGATIVE_INFINITY;
	const bytes = (): number => (db.memory ? 0 : sizeOf(`${db.name}-wal`));
	const workOff = (how: 'PASSIVE' | 'TRUNCATE'): boolean => {
		const [row] = db.pragma(`wal_checkpoint(${how})`) as CheckpointRow[]; // the columns that SQLite documents
		return row !== undefined && row.busy === 0 && row.checkpointed >= row.log;
	};
	/** Cuts it, unless somebody reads at this moment: nobody is waited for. */
	const cut = (): void => {
		db.pragma('busy_timeout = 0');
		try {
			workOff('TRUNCATE');
		} finally {
			db.pragma(`busy_timeout = ${waitsMs}`);
		}
	};

	return {
		look: () => {
			const now = performance.now();
			if (now - lookedAt < limits.everyMs || db.inTransaction) return;
			lookedAt = now;
			if (bytes() <= limits.usualBytes) {
				heldSince = null;
				return;
			}
			if (!workOff('PASSIVE')) {
				heldSince ??= clock.now();
				return;
			}
			heldSince = null;
			cut();
		},
		held: () => (heldSince !== null && clock.now() - heldSince >= limits.patienceMs ? { since: heldSince, bytes: bytes() } : null),
		isOver: () => heldSince !== null && bytes() > limits.mostBytes,
	};
}
