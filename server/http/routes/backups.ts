/** Backups: administrators list, make, bring, download and delete them, and put one back. */
import type { RequestHandler, Response } from 'express';
import { open } from 'node:fs/promises';
import type { Server } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { AccessKind } from '../../../shared/accounts-api.ts';
import { countedEntities, type BackupContents, type BackupList, type BackupProblemCode, type BackupRow } from '../../../shared/backups-api.ts';
import { BackupError } from '../../backup/backup-error.ts';
import type { StoredBackup } from '../../backup/folder.ts';
import { lastRestored, type Restorer } from '../../backup/restored.ts';
import { isoText } from '../../clock.ts';
import { tightBytes } from '../../db/room.ts';
import { InputError } from '../../errors.ts';
import { demandSession, type Caller } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { fileBody, isFileBody } from '../file-body.ts';
import { inFlight } from '../limits.ts';
import { authorOf, nothing, route, type Call, type Route } from '../route.ts';
import { visitorOf } from '../visitor.ts';

/** A SQLite database. */
const fileTypes = ['application/vnd.sqlite3', 'application/octet-stream'];
const [fileType = ''] = fileTypes;
/** For a share that does not answer. */
const patienceMs = 2_000;
/** Each is a process of its own. */
const looksAtOnce = 2;
const largestBackup = 20_000_000_000;
/** A file on its way that stands still for so long is given up. */
const stillMs = 60_000;

const restoreRequest = z.strictObject({ workspace: z.string({ message: 'expected the name of the workspace' }).max(200, { message: 'at most 200 characters' }) }, { message: 'expected the name of the workspace' });

const rowOf = ({ name, at, size, why }: StoredBackup): BackupRow => ({ name, at: isoText(at), size, why });
const isoOrNull = (at: number | null): string | null => (at === null ? null : isoText(at));

const statuses: Partial<Record<BackupProblemCode, number>> = { no_room: 507, no_folder: 503, locked: 503, log_large: 503, timed_out: 503, failed: 503, differs: 503 };
/** What is wrong with a file is the sender's to mend, with the disk the operator's. */
const asAnswer = (error: unknown): unknown => (error instanceof BackupError ? new InputError(error.message, { status: statuses[error.code] ?? 400, code: error.code, field: 'file' }) : error);
const answering = async <T>(work: () => Promise<T> | T): Promise<T> => {
	try {
		return await work();
	} catch (error) {
		throw asAnswer(error);
	}
};

/** However many gigabytes come by whatever line: as long as something comes. */
const takeTime: RequestHandler = (request, response, next) => {
	// Where a request came by HTTP, that is what its socket belongs to.
	const { server } = request.socket as typeof request.socket & { server?: Server };
	if (server) {
		const { requestTimeout } = server;
		server.requestTimeout = 0;
		response.once('close', () => {
			server.requestTimeout = requestTimeout;
		});
	}
	request.setTimeout(stillMs, () => request.destroy());
	next();
};

export function backupRoutes(context: AppContext): Route[] {
	const { wall, log, restoring } = context;
	const { backups } = context;

	const restorerOf = (caller: Caller): Restorer => {
		const { account, token } = demandSession(caller);
		return { account: account.name, token };
	};
	/** For the record of who did what: a backup is all that there is. */
	const note = ({ caller, request }: Pick<Call, 'caller' | 'request'>, what: AccessKind, about: string): void => wall.accessNotes.note({ what, account: authorOf(caller), about, address: visitorOf(request, context).address });
	const requireKept = (): void => {
		if (!backups.state().isKept) throw new InputError('Of a demo nothing is kept.', { status: 409, code: 'demo' });
	};
	const list = (): BackupList => {
		const { isKept, running, lastGood, failures, next, needed } = backups.state();
		const restored = lastRestored(wall.journal);
		return {
			isKept,
			backups: backups.folder.list().map(rowOf),
			folder: backups.folder.path,
			running: running && { ...running, since: isoText(running.since) },
			lastGood: isoOrNull(lastGood),
			failures: failures.map(({ at, ...failure }) => ({ ...failure, at: isoText(at) })),
			next: isoOrNull(next),
			needed,
			free: backups.folder.free(),
			restored: restored && { ...restored, at: isoText(restored.at) },
		};
	};
	/** As it lies there now, unless that takes too long. */
	const listNow = async (): Promise<BackupList> => {
		await Promise.race([backups.folder.look(), pause(patienceMs, undefined, { ref: false })]);
		return list();
	};
	/** A file that is brought leaves the database what it needs. */
	const mostTaken = (): number => Math.min(largestBackup, (backups.folder.free() ?? 0) - tightBytes);
	const nameIn = ({ params }: Call): string => params['name'] ?? '';
	const contents = async (call: Call): Promise<BackupContents> => {
		const name = nameIn(call);
		const gone = new AbortController();
		call.response.once('close', () => gone.abort(new BackupError('failed', 'Whoever asked has gone.')));
		const found = await answering(() => backups.inspect(name, gone.signal));
		const facts = wall.health().facts;
		return {
			name,
			workspace: found.workspace,
			isOlder: found.form < backups.form,
			newestAt: isoOrNull(found.newestAt),
			counts: countedEntities.map((entity) => ({ entity, then: found.counts[entity], now: facts[entity] ?? 0 })),
			...wall.carrying.outlook(found),
		};
	};
	const download = async (call: Call): Promise<void> => {
		const name = nameIn(call);
		const file = await open(backups.folder.pathOf(name));
		try {
			const { size } = await file.stat();
			const response: Response = call.response;
			response.set({ 'Content-Type': fileType, 'Content-Disposition': `attachment; filename="${name}"`, 'Content-Length': String(size) });
			log.info({ name, by: authorOf(call.caller) }, 'a backup is downloaded');
			if (call.request.method === 'HEAD') return void response.end();
			note(call, 'backup downloaded', name);
			await pipeline(file.createReadStream({ autoClose: false }), response);
		} catch (error) {
			// Whoever fetched it has gone.
			if (!call.response.destroyed) throw error;
		} finally {
			await file.close();
		}
	};

	return [
		route({ method: 'get', path: '/api/v1/backups', who: 'admin', says: 'Lists the backups, how the last one went and when the next is made.', answer: listNow }),
		route({
			method: 'post',
			path: '/api/v1/backups',
			who: 'admin',
			says: 'Begins to make a backup now; the list says when it is done.',
			body: nothing,
			answer: (call) => {
				requireKept();
				// How it went is in the list.
				void backups.backUp('by-hand').catch(() => undefined);
				note(call, 'backup made', '');
				return list();
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/backups/upload',
			who: 'admin',
			says: 'Takes a backup as a file, checks all of it, and keeps it among the others.',
			takes: fileTypes,
			before: [
				async (_request, _response, next) => {
					requireKept();
					backups.requireIdle();
					await answering(() => backups.folder.demandRoom(0));
					next();
				},
				inFlight(1, 'uploads'),
				takeTime,
			],
			reads: [
				fileBody(() => backups.folder.path, { largest: mostTaken, hint: 'There is no room for it where the backups lie.', types: fileTypes }),
			],
			answer: async (call): Promise<BackupRow> => {
				const { body } = call;
				if (!isFileBody(body)) throw new InputError('expected a file', { field: 'body' });
				body.take();
				// It has come; that it is looked through takes as long as it takes.
				call.request.setTimeout(0);
				const row = rowOf(await answering(() => backups.bring(body.path)));
				note(call, 'backup brought', row.name);
				return row;
			},
		}),
		route({ method: 'get', path: '/api/v1/backups/:name', who: 'admin', says: 'The backup as a file, a SQLite database.', gives: fileType, answer: download }),
		route({ method: 'get', path: '/api/v1/backups/:name/contents', who: 'admin', says: 'What is in a backup, and what putting it back would do.', before: [inFlight(looksAtOnce, 'looks')], answer: contents }),
		route({
			method: 'post',
			path: '/api/v1/backups/:name/restore',
			who: 'admin',
			says: 'Begins to put a backup back: it takes the place of everything there is. The name of the workspace is typed, to be sure.',
			body: restoreRequest,
			answer: (call) => {
				requireKept();
				backups.folder.pathOf(nameIn(call));
				if (call.body.workspace.trim() !== wall.workspace()?.name.trim()) throw new InputError('This is not the name of the workspace.', { code: 'wrong_name', field: 'workspace' });
				restoring.begin(nameIn(call), restorerOf(call.caller), call.stillMay);
				return list();
			},
		}),
		route({
			method: 'delete',
			path: '/api/v1/backups/:name',
			who: 'admin',
			says: 'Deletes a backup.',
			answer: async (call) => {
				await answering(() => backups.remove(nameIn(call)));
				note(call, 'backup deleted', nameIn(call));
				return list();
			},
		}),
	];
}
