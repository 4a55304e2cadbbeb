/** What a fact is called and how it went, for a line of a list. */
import type { Db } from '../db/open.ts';
import type { FactEntity } from './schema.ts';
import { factTables } from './streams.ts';

export interface FactLabel {
	name: string | null;
	account: string | null;
	kind: string | null;
	outcome: string | null;
	amountMinor: number | null;
}

/** The columns of a label in each table. */
export const labelColumns: Record<FactEntity, string> = {
	deals: 'name, account, status AS kind, stage AS outcome, amount_minor AS amountMinor',
	meetings: 'NULL AS name, account, kind, status AS outcome, NULL AS amountMinor',
	activities: 'NULL AS name, account, kind, outcome, NULL AS amountMinor',
	proposals: 'deal AS name, NULL AS account, NULL AS kind, NULL AS outcome, NULL AS amountMinor',
	leads: 'name, account, rating AS kind, lead_source AS outcome, NULL AS amountMinor',
	movements: 'NULL AS name, account, kind, NULL AS outcome, amount_minor AS amountMinor',
	surveys: `NULL AS name, account, NULL AS kind, CASE satisfied WHEN 1 THEN 'satisfied' ELSE 'not_satisfied' END AS outcome, NULL AS amountMinor`,
	figures: 'name, NULL AS account, scope AS kind, value AS outcome, NULL AS amountMinor',
	positions: 'title AS name, NULL AS account, role AS kind, team AS outcome, NULL AS amountMinor',
	accounts: 'name, NULL AS account, NULL AS kind, region AS outcome, NULL AS amountMinor',
};

const nothing: FactLabel = { name: null, account: null, kind: null, outcome: null, amountMinor: null };

export function createFactLabels(db: Db): (entity: FactEntity, source: string, externalId: string) => FactLabel {
	const statements = new Map([...factTables].map(([entity, table]) => [entity, db.prepare<[string, string], FactLabel>(`SELECT ${labelColumns[entity]} FROM ${table} WHERE source = ? AND external_id = ?`)]));
	return (entity, source, externalId) => statements.get(entity)?.get(source, externalId) ?? nothing;
}
