/**
 * The thread in which a file is read and understood, so that the wall keeps beating: it holds one file, and answers one question after
 * the other. Nothing of the database is here.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { ImportChoices } from '../../../shared/imports-api.ts';
import { InputError, SourceError } from '../../errors.ts';
import { readingOf } from './choices.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './mapping.ts';
import type { Outlined } from './outlook.ts';
import { outline } from './outlook.ts';
import { propose } from './proposals.ts';
import { rejectedFile } from './rejected-file.ts';
import type { Answers, Asked, Asks, OpenedBy } from './sheet-reader.ts';
import { readTargets } from './target-sheet.ts';
import type { Understood } from './understand.ts';
import { rejection, understand } from './understand.ts';
import type { Uploaded } from './upload.ts';
import { readUpload } from './upload.ts';

/** Rejected rows that are kept as a file; more of them are no list that anybody repairs by hand. */
const mostRejected = 20_000;
const shownRejected = 5;
const ownerFields = ['owner', 'booked_by', 'sdr'];

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

/** A file of another shape is none that somebody decides on in a page. */
const most = { columns: 1_000, rows: 1_000_000 };

function createDesk({ file, name, shipped, remembered, currency, today }: OpenedBy) {
	const bytes = typeof file === 'string' ? readFileSync(file) : file;
	const mappings = shipped.map((one): { name: string; mapping: Mapping } => ({ name: one.name, mapping: readMapping(one.json) }));
	let uploaded: Uploaded | null = null;
	/** How `uploaded` was read. */
	let readAs = '';
	let outlined: Outlined | null = null;
	let understood: Understood | null = null;

	const read = async (choices: ImportChoices | null): Promise<Uploaded> => {
		const { sheet = null, encoding = null, delimiter = null } = choices ?? {};
		const as = JSON.stringify([sheet, encoding, delimiter]);
		if (!uploaded || as !== readAs) {
			uploaded = await readUpload(bytes, { ...(sheet === null ? {} : { name: sheet }), reading: choices ? readingOf(choices) : {}, most });
			readAs = as;
		}
		return uploaded;
	};
	const plan = async (choices: ImportChoices): Promise<Outlined> => {
		understood = null;
		outlined = outline(await read(choices), choices, today, currency);
		return outlined;
	};
	/** Everything of the plan that stands. */
	const all = (): { plan: Outlined['plan']; found: Understood } => {
		if (!outlined) throw new Error('nothing is planned');
		understood ??= understand(outlined.plan, today);
		return { plan: outlined.plan, found: understood };
	};

	const handlers: { [K in keyof Asks]: (asked: Asks[K]) => Promise<Answers[K]> | Answers[K] } = {
		propose: async ({ kind, keep }) => {
			const { choices, mapping } = propose((await read(keep)).sheet, { shipped: mappings, remembered }, kind, keep?.header ?? null);
			const { sheet, encoding, delimiter } = keep ?? choices;
			const chosen = { ...choices, sheet, encoding, delimiter };
			return { choices: chosen, mapping, outlook: (await plan(chosen)).outlook };
		},
		plan: async ({ choices }) => ({ outlook: (await plan(choices)).outlook }),
		understand: () => {
			const { plan: { kind }, found } = all();
			const owners = new Map<string, number>();
			if (kind !== 'people') {
				for (const { row } of found.rows) for (const owner of new Set(ownerFields.map((field) => row[field]))) if (typeof owner === 'string') owners.set(owner, (owners.get(owner) ?? 0) + 1);
			}
			return { good: found.rows.length, introduced: found.introduced.length, rejected: found.rejected.length, repeated: found.repeated, notes: found.notes, owners: [...owners], shown: found.rejected.slice(0, shownRejected) };
		},
		targets: async ({ sheet, decimal, most: mostTargets }) => {
			const { kind, name: chosen, names, sheet: found } = await readUpload(bytes, { ...(sheet === null ? {} : { name: sheet }), most });
			return { kind, name: chosen, names, written: readTargets(found, { forced: decimal ?? undefined, most: mostTargets }) };
		},
		rows: ({ from, count }) => all().found.rows.slice(from, from + count).map(({ row, from: { line } }) => ({ row, line })),
		picked: ({ at }) => {
			const { rows } = all().found;
			return at.flatMap((place) => (rows[place] ? [rows[place].row] : []));
		},
		keys: () => {
			const { plan: { kind, rows, fields }, found } = all();
			const refused = new Set(found.rejected.map(({ line }) => line));
			const id = fields.find(({ field }) => field === 'external_id');
			return {
				rows: found.rows.map(({ row }) => [kind === 'people' ? digestOf([row['email'] ?? row['id'] ?? row['name']]) : String(row['external_id']), digestOf(row)]),
				rejected: id ? rows.flatMap(({ line, cells }) => (refused.has(line) ? [id.text(cells)] : [])) : null,
			};
		},
		introduced: ({ from, count }) => all().found.introduced.slice(from, from + count),
		rejectedFile: ({ refused }) => {
			const { plan: known, found } = all();
			const later = refused.flatMap(({ index, field, message }) => {
				const row = found.rows[index];
				return row ? [rejection(known, row.from, field, message)] : [];
			});
			const rows = [...found.rejected, ...later].sort((a, b) => a.line - b.line).slice(0, mostRejected);
			return rejectedFile(rows.map((row) => ({ ...row, file: name })), known.delimiter);
		},
	};
	return handlers;
}

const refusal = (error: unknown): { code: string; status: number; message: string } => {
	if (error instanceof InputError) return { code: error.code, status: error.status, message: error.message };
	if (error instanceof SourceError) return { code: 'unreadable', status: 400, message: error.message };
	return { code: 'broken', status: 500, message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
};

if (!isMainThread && parentPort) {
	const port = parentPort;
	// The reader starts this thread, with nothing else.
	const desk = createDesk(workerData as OpenedBy);
	let last: Promise<unknown> = Promise.resolve();
	port.on('message', ({ id, what, given }: Asked) => {
		const answer = async (): Promise<void> => {
			try {
				// The table has a handler for each question; which belongs to which is lost in a union.
				const handler = desk[what] as (given: unknown) => unknown;
				port.postMessage({ id, value: await handler(given) });
			} catch (error) {
				port.postMessage({ id, refused: refusal(error) });
			}
		};
		last = last.then(answer);
	});
}
