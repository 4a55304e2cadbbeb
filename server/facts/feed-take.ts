/**
 * Takes a fetched sheet into the facts: what is new or changed since the last time, and what is gone from it. A sheet that does not look as it
 * did is not taken at all, so that the wall keeps what it had; more than half of it goes only when somebody has said so.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../errors.ts';
import type { Feed, FeedNotes, FeedPart, FeedRow, Feeds } from '../floor/feeds.ts';
import { FeedError } from '../sources/feed/feed-error.ts';
import { positionIn } from '../sources/sheet/choices.ts';
import type { SheetReader } from '../sources/sheet/sheet-reader.ts';
import type { PushRow } from '../sources/sheet/understand.ts';

/** A row that is to be handed to the facts, by its place in the sheet; of a person the row itself. */
interface Changed extends FeedRow {
	row: PushRow | number;
}

export interface Comparison {
	people: Changed[];
	changed: Changed[];
	/** Keys that are gone from the sheet. */
	lost: string[];
	rows: number;
	rejected: number;
	rejectedSays: string;
	usuallyRejected: number;
}

/** Some 15 ms of work on a small box, as in an import. */
const rowsAtOnce = 300;
const leastPauseMs = 4;

const digestOf = (row: unknown): string => createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 22);

/** Columns that something is made of and that the sheet has no more. */
async function missingColumns(reader: SheetReader, { choices }: Feed): Promise<string[]> {
	const { outlook } = await reader.ask('propose', { kind: choices.kind, keep: choices });
	const names = outlook.columns.map(({ name }) => name);
	const used = [...Object.values(choices.fields), ...Object.values(choices.introduces ?? {})].flatMap(({ from, or }) => [...('column' in from ? [from.column] : []), ...(or === undefined ? [] : [or])]);
	return [...new Set(used.filter((column) => positionIn(names, column) === null).map(String))];
}

/** As ops have said it is to be read. @throws FeedError when it cannot be. */
async function plan(reader: SheetReader, feed: Feed): Promise<void> {
	try {
		const { outlook } = await reader.ask('plan', { choices: feed.choices });
		const [asked] = outlook.questions;
		if (asked) throw new FeedError({ code: 'questions', says: [asked.column || asked.field, asked.value].filter((part) => part !== '').join(': ') });
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		const missing = await missingColumns(reader, feed).catch(() => []);
		throw new FeedError(missing.length > 0 ? { code: 'columns', columns: missing.join(', ') } : { code: 'unreadable', says: error.message });
	}
}

/** @param isWhole everything is handed over, changed or not. @throws FeedError when the sheet cannot be understood, or none of its rows is good. */
export async function compare(reader: SheetReader, feed: Feed, { feeds, notes, isWhole }: { feeds: Pick<Feeds, 'rows'>; notes: FeedNotes; isWhole: boolean }): Promise<Comparison> {
	await plan(reader, feed);
	const { kind } = feed.choices;
	const { good, introduced, rejected, shown } = await reader.ask('understand', null);
	const [first] = shown;
	const rejectedSays = first ? [first.column, first.reason].filter((part) => part !== '').join(': ') : '';
	if (good === 0 && rejected > 0) throw new FeedError({ code: 'refused', says: rejectedSays });
	const keys = await reader.ask('keys', null);
	const known = feeds.rows(feed.id, kind);
	const met = feeds.rows(feed.id, 'people');
	const isNews = (found: ReadonlyMap<string, string>, { key, digest }: FeedRow): boolean => isWhole || found.get(key) !== digest;
	const people = introduced === 0 ? [] : (await reader.ask('introduced', { from: 0, count: introduced })).map((row) => ({ entity: 'people', key: digestOf(row), digest: '', row }));
	const rows = keys.rows.map(([key, digest], row) => ({ entity: kind, key, digest, row }));
	const usuallyRejected = Math.min(notes.usuallyRejected ?? rejected, rejected);
	const there = new Set([...keys.rows.map(([key]) => key), ...(keys.rejected ?? [])]);
	// Which of the rows that are gone have only become unreadable, nobody knows without ids: all of them stay until that is repaired.
	const isVague = keys.rejected === null && rejected > usuallyRejected;
	return {
		people: people.filter((person) => isNews(met, person)),
		changed: rows.filter((row) => isNews(known, row)),
		lost: kind === 'people' || isVague ? [] : [...known.keys()].filter((key) => !there.has(key)),
		rows: good,
		rejected,
		rejectedSays,
		usuallyRejected,
	};
}

/** Never more than half at once without somebody who says so. @param permitted so many may go. @throws FeedError */
export function demandEnough({ lost }: Comparison, known: number, permitted: number): void {
	// It may be a file that is being written just now.
	if (lost.length * 2 > known && lost.length > permitted) throw new FeedError({ code: 'shrunk', gone: lost.length, of: known }, 'soon');
}

/** Rows that no other sheet of the same source has. */
export const deletionsOf = (feed: Feed, keys: readonly string[], feeds: Pick<Feeds, 'isElsewhere'>): { entity: string; external_id: string }[] =>
	keys.filter((key) => !feeds.isElsewhere(feed, key)).map((external_id) => ({ entity: feed.choices.kind, external_id }));

const isPlace = (row: PushRow | number): row is number => typeof row === 'number';

export interface Taking {
	feeds: Pick<Feeds, 'isElsewhere'>;
	push: (body: unknown, part: FeedPart) => unknown;
	isFile: boolean;
	signal: AbortSignal;
}

/**
 * Hands it to the facts, in pushes small enough that the wall breathes; where few rows are touched, all in one.
 * False when there was nothing to hand over. @throws what `push` throws, or the signal says
 */
export async function take(reader: SheetReader, feed: Feed, { people, changed, lost }: Pick<Comparison, 'people' | 'changed' | 'lost'>, { feeds, push, isFile, signal }: Taking): Promise<boolean> {
	const { kind, source } = feed.choices;
	const head = { source, ...(isFile ? { file: true } : {}) };
	const rowOf = ({ entity, key, digest }: Changed): FeedRow => ({ entity, key, digest });
	const parts = Math.ceil(Math.max(people.length, changed.length, lost.length) / rowsAtOnce);
	for (let part = 0; part < parts; part += 1) {
		const cut = <T>(list: readonly T[]): T[] => list.slice(part * rowsAtOnce, (part + 1) * rowsAtOnce);
		const [met, saw, gone] = [cut(people), cut(changed), cut(lost)];
		const rows = await reader.ask('picked', { at: saw.map(({ row }) => row).filter(isPlace) });
		signal.throwIfAborted();
		const since = performance.now();
		const body = {
			...head,
			...(met.length > 0 ? { people: met.map(({ row }) => row) } : {}),
			...(rows.length > 0 ? { [kind]: kind === 'people' ? [...met.map(({ row }) => row), ...rows] : rows } : {}),
			deleted: deletionsOf(feed, gone, feeds),
		};
		push(body, { id: feed.id, saw: [...met, ...saw].map(rowOf), lost: gone.map((key) => ({ entity: kind, key })) });
		// As long a pause as the push took: half of the time is everybody else's.
		await sleep(Math.max(leastPauseMs, performance.now() - since));
	}
	return parts > 0;
}
