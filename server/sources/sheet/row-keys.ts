/**
 * Keys for rows that come without an id. A row is known by what it is about, not by what may still change, and by its occurrence among
 * its equals; so the order of the rows, the name of the file and how it is written make no difference.
 */
import { createHash } from 'node:crypto';
import type { FactEntity } from '../../facts/schema.ts';

type Row = Record<string, unknown>;

/** What does not change about a fact. Its owner is part of it, so that no two people's rows can ever change places. */
const lasting: Record<FactEntity, readonly string[]> = {
	deals: ['name', 'account', 'owner', 'product', 'created'],
	meetings: ['kind', 'booked_by', 'owner', 'account', 'booked_at'],
	activities: ['kind', 'direction', 'owner', 'account', 'deal', 'at'],
	proposals: ['deal', 'owner', 'sent'],
	accounts: ['name'],
	leads: ['name', 'account', 'created'],
	movements: ['kind', 'account', 'at'],
	surveys: ['account', 'at'],
	figures: ['name', 'scope', 'month'],
	positions: ['title', 'team', 'role', 'opened'],
};

/**
 * The fields that rows are known by, of those that they have. Deals with neither name nor creation are a list of closings: without
 * the closing, October's would take the place of September's.
 */
export function lastingFields(entity: FactEntity, has: (field: string) => boolean): string[] {
	const fields = lasting[entity].filter(has);
	return entity === 'deals' && has('closed') && !has('name') && !has('created') ? [...fields, 'closed'] : fields;
}

const isThere = (row: Row) => (field: string) => (row[field] ?? null) !== null;

/** Whether anything tells the row from others but its place among them. */
export const canBeKnown = (entity: FactEntity, row: Row): boolean => lastingFields(entity, isThere(row)).length > 0;

/** The keys of rows as their schema parsed them, in their order. */
export function rowKeys(entity: FactEntity, rows: readonly Row[]): string[] {
	const equals = new Map<string, { index: number; rest: string }[]>();
	rows.forEach((row, index) => {
		const closing = lastingFields(entity, isThere(row)).includes('closed') ? [row['closed']] : [];
		const identity = JSON.stringify([entity, ...lasting[entity].map((field) => row[field] ?? null), ...closing]);
		const rest = JSON.stringify(Object.entries(row).filter(([field]) => field !== 'external_id').sort(([a], [b]) => (a < b ? -1 : 1)));
		const group = equals.get(identity);
		if (group) group.push({ index, rest });
		else equals.set(identity, [{ index, rest }]);
	});
	const keys = rows.map(() => '');
	for (const [identity, group] of equals) {
		const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
		group.sort((a, b) => (a.rest < b.rest ? -1 : a.rest > b.rest ? 1 : a.index - b.index));
		group.forEach(({ index }, occurrence) => {
			keys[index] = `row-${hash}-${occurrence + 1}`;
		});
	}
	return keys;
}
