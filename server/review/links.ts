/** Links to a closed review for who has no account: one close of one scope, read only, until they expire or are taken back. */
import { z } from 'zod';
import type { CloseHead, LinkMade, LinkView } from '../../shared/review-api.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import { nameOf } from '../floor/plain-text.ts';
import { hashToken, newToken } from '../floor/tokens.ts';
import type { Handler, Journal } from '../journal/journal.ts';
import type { StoredClose } from './closes.ts';

export interface LinkGiven {
	close: number;
	/** As it is stored. */
	scope: string;
	label: string;
	tokenHash: string;
	/** Epoch milliseconds. */
	expiresAt: number;
}

export type LinkHandlers = {
	/** Answers with its number. */
	'link given': Handler<LinkGiven, number>;
	/** @throws InputError 404 when there is no such link, or no longer. */
	'link revoked': Handler<{ id: number }, void>;
};

interface Row {
	id: number;
	close: number;
	scope: string;
	label: string;
	expires_at: number;
	author: string;
	at: number;
	opened: number | null;
}

export interface Links {
	handlers: LinkHandlers;
	/** Those that stand, newest first. */
	list: (now: number) => Row[];
	/** The one that a token opens; null for an unknown, expired or revoked one. */
	opens: (token: string, now: number) => Row | null;
	/** Hashes of the tokens that were taken back, and the link that one still opens: what was taken back stays so when a backup is put back. */
	revokedHashes: () => string[];
	withHash: (hash: string) => number | null;
	/** The machine's own note: at most once a minute. */
	noteOpened: (id: number, now: number) => void;
}

export function createLinks(db: Db): Links {
	const insert = db.prepare<[LinkGiven & { author: string; at: number; entry: number }]>(
		'INSERT INTO review_link (close, scope, label, token_hash, expires_at, author, at, entry) VALUES (@close, @scope, @label, @tokenHash, @expiresAt, @author, @at, @entry)',
	);
	const revoke = db.prepare<[number, number, number]>('UPDATE review_link SET revoked_at = ?, entry = ? WHERE id = ? AND revoked_at IS NULL');
	const columns = 'l.id, l.close, l.scope, l.label, l.expires_at, l.author, l.at, o.at AS opened FROM review_link l LEFT JOIN link_opened o ON o.link = l.id WHERE l.revoked_at IS NULL AND l.expires_at > ?';
	const listed = db.prepare<[number], Row>(`SELECT ${columns} ORDER BY l.id DESC`);
	const byHash = db.prepare<[number, string], Row>(`SELECT ${columns} AND l.token_hash = ?`);
	const revokedHashes = db.prepare<[], string>('SELECT token_hash FROM review_link WHERE revoked_at IS NOT NULL').pluck();
	const standing = db.prepare<[string], number>('SELECT id FROM review_link WHERE token_hash = ? AND revoked_at IS NULL').pluck();
	const note = db.prepare<[number, number]>('INSERT INTO link_opened (link, at) VALUES (?, ?) ON CONFLICT (link) DO UPDATE SET at = excluded.at WHERE abs(excluded.at - at) >= 60000');
	return {
		handlers: {
			'link given': (given, { author, at, id: entry }) => {
				const reply = Number(insert.run({ ...given, author, at, entry }).lastInsertRowid);
				return { reply, logged: { ...given, tokenHash: '' } };
			},
			'link revoked': ({ id }, entry) => {
				if (revoke.run(entry.at, entry.id, id).changes === 0) throw new InputError('There is no such link.', { status: 404, code: 'not_found', field: 'id' });
				return { reply: undefined };
			},
		},
		list: (now) => listed.all(now),
		opens: (token, now) => byHash.get(now, hashToken(token)) ?? null,
		revokedHashes: () => revokedHashes.all(),
		withHash: (hash) => standing.get(hash) ?? null,
		noteOpened: (id, now) => void note.run(id, now),
	};
}

const dayMs = 86_400_000;
export const linkRequest = z.strictObject(
	{
		close: z.int({ message: 'expected the number of a close' }).positive({ message: 'expected the number of a close' }),
		scope: z.string({ message: 'expected company, team:<name> or person:<email>' }).max(200, { message: 'at most 200 characters' }),
		label: nameOf('whoever it is for', 100),
		days: z.int({ message: 'expected a whole number of days' }).min(1, { message: 'at least one day' }).max(90, { message: 'at most 90 days' }),
	},
	{ message: 'expected close, scope, label and days' },
);

export interface LinkDesk {
	list: () => LinkView[];
	/** The address is shown once. @throws InputError that names the field. */
	give: (wish: z.infer<typeof linkRequest>, author: string) => LinkMade;
	/** @throws InputError 404 */
	revoke: (id: number, author: string) => void;
	/** What a token opens, and notes that it was. @throws InputError 401, in the same words whatever is wrong with it. */
	open: (token: string) => { close: number; month: string; scope: string; expiresAt: string };
	/** Whether a token opens anything. */
	isLink: (token: string) => boolean;
}

export interface LinkStages {
	links: Links;
	journal: Journal<LinkHandlers>;
	closeOf: (id: number) => StoredClose | null;
	headOf: (close: StoredClose) => CloseHead;
	/** A scope as it is stored with a close. @throws InputError when the close has none such. */
	storedIn: (close: number, scope: string) => string;
	/** As people write it; null: who it was of is no more. */
	scopeNow: (stored: string) => string | null;
	now: () => number;
}

export function createLinkDesk({ links, journal, closeOf, headOf, storedIn, scopeNow, now }: LinkStages): LinkDesk {
	const refused = (): InputError => new InputError('This link does not work any more: it has expired, or was taken back.', { status: 401, code: 'unauthorized', field: 'Authorization' });
	const demandClose = (id: number): StoredClose => {
		const close = closeOf(id);
		if (!close) throw new InputError('There is no such close.', { field: 'close', code: 'unknown_close' });
		return close;
	};
	const told = (row: Row): LinkView => ({
		id: row.id,
		close: headOf(demandClose(row.close)),
		scope: scopeNow(row.scope) ?? row.scope,
		label: row.label,
		expiresAt: isoText(row.expires_at),
		createdAt: isoText(row.at),
		by: row.author,
		openedAt: row.opened === null ? null : isoText(row.opened),
	});
	const list = (): LinkView[] => links.list(now()).map(told);
	return {
		list,
		give: ({ close, scope, label, days }, author) => {
			demandClose(close);
			const token = newToken();
			const id = journal.apply('link given', { close, scope: storedIn(close, scope), label, tokenHash: hashToken(token), expiresAt: now() + days * dayMs }, { at: now(), author });
			const link = list().find((one) => one.id === id);
			if (!link) throw refused();
			return { link, path: `/review#link=${token}` };
		},
		revoke: (id, author) => journal.apply('link revoked', { id }, { at: now(), author }),
		open: (token) => {
			const row = links.opens(token, now());
			const scope = row && scopeNow(row.scope);
			if (!row || scope === null) throw refused();
			links.noteOpened(row.id, now());
			const { month } = demandClose(row.close);
			return { close: row.close, month, scope, expiresAt: isoText(row.expires_at) };
		},
		isLink: (token) => links.opens(token, now()) !== null,
	};
}
