/** What was decided of a screen, a link or a key that this database does not know: kept for the day on which a backup is put back that does. */
import type { Privacy } from '../../shared/screen.ts';
import type { Db } from '../db/open.ts';

export type Revocable = 'screen' | 'link' | 'key';

export interface Carried {
	/** Hashes of the secrets that were revoked. */
	revoked: (kind: Revocable) => string[];
	revoke: (kind: Revocable, hash: string, at: number) => void;
	/** What screens may show, by the hash of their tokens. */
	privacies: () => Map<string, Privacy>;
	setPrivacy: (hash: string, privacy: Privacy, at: number) => void;
}

export function createCarried(db: Db): Carried {
	const listed = db.prepare<[Revocable], string>('SELECT hash FROM carried WHERE kind = ?').pluck();
	const insert = db.prepare<[Revocable, string, number]>('INSERT INTO carried (kind, hash, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING');
	// Written below and nowhere else.
	const shown = db.prepare<[], [string, Privacy]>(`SELECT hash, privacy FROM carried WHERE kind = 'privacy'`).raw();
	const show = db.prepare<[string, Privacy, number]>(`INSERT INTO carried (kind, hash, privacy, at) VALUES ('privacy', ?, ?, ?) ON CONFLICT DO UPDATE SET privacy = excluded.privacy, at = excluded.at`);
	return {
		revoked: (kind) => listed.all(kind),
		revoke: (kind, hash, at) => void insert.run(kind, hash, at),
		privacies: () => new Map(shown.all()),
		setPrivacy: (hash, privacy, at) => void show.run(hash, privacy, at),
	};
}
