/** Screens that ops have paired. A screen holds a token that shows the wall and nothing else, kept here as its SHA-256, until it is revoked. */
import { usualSetup, type ScreenSetup } from '../../shared/screen.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { Handler } from '../journal/journal.ts';
import { hashToken } from './tokens.ts';

export interface ScreenPaired {
	name: string;
	tokenHash: string;
}

export interface ScreenRevoked {
	id: number;
}

export type ScreenHandlers = {
	/** Answers with the screen's id. */
	'screen paired': Handler<ScreenPaired, number>;
	/** @throws InputError 404 when there is no such screen, or no longer. */
	'screen revoked': Handler<ScreenRevoked, null>;
};

export interface PairedScreen {
	id: number;
	name: string;
	/** Epoch milliseconds; `seenAt` null when it never connected. */
	pairedAt: number;
	seenAt: number | null;
}

export interface Screens {
	handlers: ScreenHandlers;
	/** The screen that holds this token; null for an unknown or revoked one. */
	screenOf: (token: string) => number | null;
	/** Those not revoked, by name. */
	paired: () => PairedScreen[];
	/** How a screen is set up; null for those that need no pairing. */
	setupOf: (id: number | null) => ScreenSetup;
	/** Notes that the screen is there, at most once a minute. */
	noteSeen: (id: number) => void;
}

const notedEveryMs = 60_000;

/** @throws InputError */
export function screenName(text: string, field = 'name'): string {
	const name = text.normalize('NFC').trim();
	if (!/^[^\p{C}]{1,60}$/u.test(name)) throw new InputError('A screen name has 1 to 60 characters.', { field });
	return name;
}

export function createScreens(db: Db, clock: Clock): Screens {
	const insert = db.prepare<[string, string, number, number]>('INSERT INTO screen (name, token_hash, paired_at, entry) VALUES (?, ?, ?, ?)');
	const revoke = db.prepare<[number, number, number]>('UPDATE screen SET revoked_at = ?, entry = ? WHERE id = ? AND revoked_at IS NULL');
	const byHash = db.prepare<[string], number>('SELECT id FROM screen WHERE token_hash = ? AND revoked_at IS NULL').pluck();
	const listed = db.prepare<[], PairedScreen>(
		'SELECT id, name, paired_at AS pairedAt, at AS seenAt FROM screen LEFT JOIN screen_seen ON screen = id WHERE revoked_at IS NULL ORDER BY name, id',
	);
	const note = db.prepare<[number, number]>('INSERT INTO screen_seen (screen, at) VALUES (?, ?) ON CONFLICT (screen) DO UPDATE SET at = excluded.at');
	const notedAt = new Map<number, number>();

	return {
		handlers: {
			'screen paired': (body, entry) => ({ reply: Number(insert.run(body.name, body.tokenHash, entry.at, entry.id).lastInsertRowid) }),
			'screen revoked': (body, entry) => {
				if (revoke.run(entry.at, entry.id, body.id).changes === 0) throw new InputError('There is no such screen.', { status: 404, code: 'not_found', field: 'id' });
				return { reply: null };
			},
		},
		screenOf: (token) => byHash.get(hashToken(token)) ?? null,
		paired: () => listed.all(),
		setupOf: () => usualSetup,
		noteSeen: (id) => {
			const now = clock.now();
			// The distance either way: a clock that was set back must not silence a screen until it has caught up.
			if (Math.abs(now - (notedAt.get(id) ?? -Infinity)) < notedEveryMs) return;
			notedAt.set(id, now);
			note.run(id, now);
		},
	};
}
