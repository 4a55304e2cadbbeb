/** The companies that are sold to. An account counts as new on the day it was created, for its owner (M4). */
import type { Db } from '../db/open.ts';
import type { FactRow, FactStages } from './fact-table.ts';
import { createFactTable } from './fact-table.ts';
import type { AccountRow } from './schema.ts';
import type { Touches } from './touches.ts';
import { momentOf, updatedAt } from './touches.ts';

interface CustomerAccountFact extends FactRow {
	name: string;
	region: string | null;
	owner_key: string;
	created_at: number | null;
	created_day: string | null;
	churned_at: number | null;
	churned_day: string | null;
}

export function createCustomerAccounts(db: Db, stages: FactStages): Touches<AccountRow> {
	const table = createFactTable<CustomerAccountFact>(db, {
		entity: 'accounts',
		table: 'customer_account',
		columns: ['name', 'region', 'owner_key', 'created_at', 'created_day', 'churned_at', 'churned_day'],
		derived: [],
		...stages,
	});
	return {
		save: (row, { source, calendar, ownerKey, entry }) => {
			const updated_at = updatedAt(row.updated, calendar);
			return table.save(
				{ source, external_id: row.external_id, updated_at },
				() => {
					const created = momentOf(row.created, calendar);
					const churned = momentOf(row.churned, calendar);
					return {
						source,
						external_id: row.external_id,
						name: row.name,
						region: row.region,
						owner_key: ownerKey(row.owner),
						created_at: created.at,
						created_day: created.day,
						churned_at: churned.at,
						churned_day: churned.day,
						updated_at,
					};
				},
				entry,
			).outcome;
		},
		remove: (source, externalId, deletedAt, entry) => table.remove(source, externalId, deletedAt, entry) !== null,
	};
}
