/** Understands the body of a push (DESIGN §4): good rows become a batch, bad ones are listed with their place and reason. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RejectedRow } from '../../shared/api.ts';
import { InputError } from '../errors.ts';
import type { FactsArrived } from './facts.ts';
import type { RowKind, TargetRow } from './schema.ts';
import { byHand, rowSchemas } from './schema.ts';

export const mostRows = 10_000;

export interface UnderstoodPush {
	batch: FactsArrived;
	targets: { index: number; row: TargetRow }[];
	rejected: RejectedRow[];
	ignored: string[];
}

const kinds = Object.keys(rowSchemas) as RowKind[];
const bodySchema = z.record(z.string(), z.unknown());
export const sourceName = z
	.string({ message: 'expected the name of the source' })
	.trim()
	.min(1, { message: 'must not be empty' })
	.max(100, { message: 'at most 100 characters' })
	.refine((name) => !name.includes('/'), { message: 'must not contain a slash' })
	.refine((name) => plainText(name).toLowerCase() !== byHand, { message: `'${byHand}' is kept for what ops enter in the admin page; choose another name` });

/** A push as a whole, put together from what its rows are checked with, one by one: for who documents it. */
export const pushBody = z
	.object({
		source: sourceName.meta({ description: 'The name of whoever pushes: `crm`, `dialer`. Rows are known by it and their `external_id`.' }),
		file: z.boolean().optional().meta({ description: 'True: the rows are a file’s, which comes when somebody brings it, so that the source never counts as silent.' }),
		...Object.fromEntries(kinds.map((kind) => [kind, z.array<z.ZodType>(rowSchemas[kind]).nullish()])),
	})
	.meta({ description: `At most ${mostRows} rows over all lists. An empty text is as if the field had not been sent; fields that mean nothing here are named once in \`ignored\`.` });

/** As people read it: neither width nor kind of its spaces, nor what is not seen, makes it another. */
const plainText = (text: string): string => text.normalize('NFKC').replace(/\p{DI}/gu, '').replace(/\s+/g, ' ').trim();

const isAbsent = (raw: unknown, path: PropertyKey[]): boolean => typeof raw === 'object' && raw !== null && path.length === 1 && Object.entries(raw).every(([name, value]) => name !== path[0] || value == null);

function problemOf(kind: RowKind, raw: unknown, issue: z.core.$ZodIssue): { code: string; message: string } {
	const own: unknown = 'params' in issue && issue.params ? issue.params['code'] : undefined;
	if (typeof own === 'string') return { code: own, message: issue.message };
	if (isAbsent(raw, issue.path)) return { code: 'missing', message: `a row of ${kind} needs ${issue.path.join('.')}` };
	return { code: issue.code === 'invalid_union' ? 'invalid_type' : issue.code, message: issue.message };
}

const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

const isRow = (raw: unknown): raw is Record<string, unknown> => typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** Spreadsheets and scripts write nothing as ''. */
function withoutBlanks(raw: unknown): unknown {
	if (!isRow(raw)) return raw;
	for (const name in raw) if (isBlank(raw[name])) return Object.fromEntries(Object.entries(raw).filter(([, value]) => !isBlank(value)));
	return raw;
}

function rowsOf<K extends RowKind>(kind: K, body: Record<string, unknown>, rejected: RejectedRow[], ignored: Set<string>): { index: number; row: z.infer<(typeof rowSchemas)[K]> }[] {
	const list = body[kind];
	if (list === undefined || list === null) return [];
	if (!Array.isArray(list)) throw new InputError(`expected a list of ${kind}`, { field: kind });
	const schema: z.ZodType = rowSchemas[kind];
	const known = new Set(Object.keys(rowSchemas[kind].shape));
	const rows: { index: number; row: z.infer<(typeof rowSchemas)[K]> }[] = [];
	list.forEach((given: unknown, index) => {
		const raw = withoutBlanks(given);
		const parsed = schema.safeParse(raw);
		if (parsed.success) {
			// The schema of this kind parsed it.
			rows.push({ index, row: parsed.data as z.infer<(typeof rowSchemas)[K]> });
		} else {
			const issue = parsed.error.issues[0];
			if (issue) rejected.push({ entity: kind, index, field: issue.path.join('.'), ...problemOf(kind, raw, issue) });
		}
		if (isRow(raw)) for (const name in raw) if (!known.has(name)) ignored.add(`${kind}.${name}`);
	});
	return rows;
}

/** @throws InputError 400 when the body as a whole is not understood, 413 when it has too many rows. */
export function understandPush(raw: unknown): UnderstoodPush {
	const body = bodySchema.safeParse(raw);
	if (!body.success) throw new InputError('expected a JSON object with a source and lists of rows', { field: 'body' });
	const source = sourceName.safeParse(body.data['source']);
	if (!source.success) throw new InputError(`source: ${source.error.issues[0]?.message ?? 'expected a name'}`, { field: 'source' });
	const count = kinds.reduce((sum, kind) => sum + (Array.isArray(body.data[kind]) ? body.data[kind].length : 0), 0);
	if (count > mostRows) throw new InputError(`at most ${mostRows} rows in one push, not ${count}`, { status: 413, code: 'too_large', field: 'body' });
	const rejected: RejectedRow[] = [];
	const ignored = new Set(Object.keys(body.data).filter((name) => name !== 'source' && name !== 'file' && !kinds.some((kind) => kind === name)));
	const rows = <K extends RowKind>(kind: K) => rowsOf(kind, body.data, rejected, ignored);
	const batch: FactsArrived = {
		source: source.data,
		isFile: body.data['file'] === true,
		people: rows('people'),
		deals: rows('deals'),
		meetings: rows('meetings'),
		activities: rows('activities'),
		proposals: rows('proposals'),
		accounts: rows('accounts'),
		leads: rows('leads'),
		movements: rows('movements'),
		surveys: rows('surveys'),
		figures: rows('figures'),
		positions: rows('positions'),
		deleted: rows('deleted'),
		digest: createHash('sha256').update(JSON.stringify(raw)).digest('base64url'),
	};
	return { batch, targets: rows('targets'), rejected, ignored: [...ignored].sort() };
}
