/** What a kind of fact offers so that ops can correct it: its versions, as its source alone would have them and as they stand. */
import type { z } from 'zod';
import type { CorrectableEntity, FactWarning } from '../../shared/corrections.ts';
import { InputError } from '../errors.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { HistoryRow } from './deal-history.ts';
import type { FactRow, Outcome } from './fact-table.ts';
import type { DealRow, MeetingRow } from './schema.ts';

/** The rows of a push that can be corrected by hand. */
export interface CorrectableRows {
	deals: DealRow;
	meetings: MeetingRow;
}
export const correctableEntities = ['deals', 'meetings'] as const satisfies CorrectableEntity[];

/** Fields of such a row by name; people by owner key. */
export type Fields = Record<string, string | null>;

/** A fact's columns, and for a deal its states. Each kind writes and reads its own columns; nobody else looks into them. */
export interface Version {
	fact: FactRow;
	history: HistoryRow[];
}

/** With what a row is understood and written. */
export interface FactContext {
	source: string;
	calendar: Calendar;
	/** Of the workspace. */
	currency: string;
	/** How the row's people are known in facts. */
	ownerKey: (owner: string | null) => string;
	/** When the batch arrived, and its entry. */
	at: number;
	entry: number;
}

export interface Correctable<Row> {
	standing: (source: string, externalId: string) => Version | null;
	/** What a row that arrives makes of what its source said before; `said` is null when nothing changes. */
	weigh: (said: Version | null, row: Row, context: FactContext) => { outcome: Outcome; said: Version | null; revives: boolean };
	/** The fact with fields set by hand over what the source said. `changed`: when the source's row says that it changed. */
	withFields: (externalId: string, fields: Fields, said: Version | null, standing: Version | null, context: FactContext, changed: string | null) => Version;
	/** Makes this version the one that counts. */
	put: (source: string, externalId: string, version: Version | null, entry: number) => void;
	/** As it is in the workspace's zone and at its rates, whatever these were when it was made. */
	derived: (version: Version) => Version;
	bury: (source: string, externalId: string, deletedAt: number, entry: number) => void;
	unbury: (source: string, externalId: string) => void;
	/** The entry of the newest deletion, or 0. */
	buriedBy: (source: string, externalId: string) => number;
	/** In the vocabulary of a push, people by owner key; of a closed deal the owner is who has the credit. */
	fieldsOf: (version: Version, context: Pick<FactContext, 'calendar' | 'currency'>) => Fields;
	/** What is odd about a version; `at` is now. */
	warningsOf: (version: Version, context: Pick<FactContext, 'calendar' | 'at'>) => FactWarning[];
}

/** @throws InputError that names the field. */
export function rowOf<Row>(schema: z.ZodType<Row>, row: Record<string, unknown>): Row {
	const parsed = schema.safeParse(row);
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	throw new InputError(issue?.message ?? 'not understood', { field: `set.${issue?.path.join('.') ?? ''}` });
}

/** A day, or an instant in the workspace's zone with its offset. */
export function momentText(at: number | null, day: string | null, calendar: Calendar): string | null {
	return at === null ? day : calendar.localTime(at).toString({ timeZoneName: 'never' });
}
