/** What a kind of fact offers so that an import can be taken back: its rows as they are, to be put back as they were. */
import type { HistoryRow } from './deal-history.ts';
import type { FactRow, FactTable, Grave } from './fact-table.ts';

/** A fact's columns, and for a deal its states. Each kind writes and reads its own columns; nobody else looks into them. */
export interface Version {
	fact: FactRow;
	history: HistoryRow[];
}

export interface Restorable {
	standing: (source: string, externalId: string) => Version | null;
	/** Without its history. */
	stamp: (source: string, externalId: string) => Pick<FactRow, 'entry' | 'updated_at'> | null;
	grave: (source: string, externalId: string) => Grave | null;
	bury: (source: string, externalId: string, deletedAt: number, entry: number) => void;
	unbury: (source: string, externalId: string) => void;
	/** Makes this the version that counts, as it was, by its own entry; what it takes the place of is kept by the entry given. */
	restore: (source: string, externalId: string, version: Version | null, entry: number) => void;
}

/** Of a kind of fact without a history. */
export const restorableFrom = <Row extends FactRow>(table: FactTable<Row>): Restorable => ({
	standing: (source, externalId) => {
		const fact = table.stands(source, externalId);
		return fact && { fact, history: [] };
	},
	stamp: table.stands,
	grave: table.grave,
	bury: table.bury,
	unbury: table.unbury,
	// Versions come from `standing` of the same table.
	restore: (source, externalId, version, entry) => void table.restore(source, externalId, version && (version.fact as Row), entry),
});
