/** The facts browser: what is asked for is understood here, and what there is is put as people read it. */
import { z } from 'zod';
import type { FactPage, FactTrail, FactWrite, ListedFact } from '../../shared/why-api.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Handlers, Journal } from '../journal/journal.ts';
import { createDealHistory } from './deal-history.ts';
import type { Rates } from './rates.ts';
import { createFactList, type FactRowListed } from './fact-list.ts';
import { minorDigits } from './money.ts';
import { factEntities, isMoment, type FactEntity } from './schema.ts';

export interface FactBrowser {
	/** @throws InputError that names the field. */
	list: (query: FactListQuery) => FactPage;
	/** @throws InputError 404 when there is no such fact. */
	trail: (query: z.infer<typeof factQuery>) => FactTrail;
}

const entity = z.enum(factEntities, { message: `expected ${factEntities.join(', ')}` });
const day = z.string().refine((text) => text.length === 10 && isMoment(text), { message: 'expected a date such as 2026-11-23' });
const usualPage = 50;
export const factListQuery = z.strictObject({
	entity,
	q: z.string().max(200, { message: 'at most 200 characters' }).default(''),
	person: z.string().max(200).optional().meta({ description: 'A handle, or `unassigned`.' }),
	source: z.string().max(100).optional(),
	from: day.optional(),
	to: day.optional(),
	import: z.coerce.number({ message: 'expected the number of an import' }).int({ message: 'expected the number of an import' }).positive().optional(),
	limit: z.coerce.number({ message: 'expected a whole number' }).int().min(1).max(200, { message: 'at most 200' }).default(usualPage),
	before: z.string().regex(/^(\d{4}-\d{2}-\d{2})?\.\d{1,15}$/, { message: 'expected what an earlier page gave as older' }).optional(),
});
export type FactListQuery = Partial<z.infer<typeof factListQuery>> & { entity: FactEntity };
export const factQuery = z.strictObject({ entity, source: z.string().min(1).max(100), id: z.string().min(1).max(200) });

/** Columns that say nothing to people, or are said otherwise. */
const ownColumns = new Set(['id', 'counts', 'entry', 'source', 'external_id', 'is_first_win', 'account_key', 'amount_minor', 'given_type', 'arrived_at', 'closer_key', 'due_key', 'due_at', 'due_day']);

export function createFactBrowser(db: Db, stages: { people: People; settings: FloorSettings; journal: Pick<Journal<Handlers>, 'entry'>; rates: Rates }): FactBrowser {
	const { people, settings, journal, rates } = stages;
	const facts = createFactList(db);
	const history = createDealHistory(db, { calendar: settings.calendar, currency: () => settings.get().currency, rates });

	const ownerOf = (key: string, source: string): string | null => (key === '' ? null : (people.behindKey(key)?.name ?? (key.startsWith(`${source}/`) ? key.slice(source.length + 1) : key)));
	const localTime = (at: number): string => settings.calendar().localTime(at).toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });
	const inUnits = (minor: number | null): number | null => (minor === null ? null : minor / 10 ** minorDigits(settings.get().currency));

	const listed = (of: FactEntity, row: FactRowListed): ListedFact => ({
		entity: of,
		source: row.source,
		externalId: row.externalId,
		name: row.name,
		account: row.account,
		kind: row.kind,
		outcome: row.outcome,
		day: row.day === '' ? null : row.day,
		at: row.at === null ? null : localTime(row.at),
		person: row.personName === null ? null : { handle: row.personHandle ?? row.personName, name: row.personName },
		owner: row.ownerKey === '' ? null : row.ownerKey.startsWith(`${row.source}/`) ? row.ownerKey.slice(row.source.length + 1) : row.ownerKey,
		amount: inUnits(row.amountMinor),
		...(row.counts === 0 ? { countsNot: true as const } : {}),
	});

	const personIn = (text: string | undefined): number | 'nobody' | null => {
		if (text === undefined) return null;
		if (text === 'unassigned') return 'nobody';
		const person = people.personNamed(text);
		if (!person) throw new InputError(`nobody is known as '${text.slice(0, 100)}'`, { field: 'person', code: 'unknown_person' });
		return person.id;
	};

	const fieldsOf = (of: FactEntity, source: string, externalId: string): Record<string, string> => {
		const found: Record<string, string> = {};
		for (const [column, value] of Object.entries(facts.columns(of, source, externalId))) {
			if (value === null || value === '' || ownColumns.has(column)) continue;
			if (column.endsWith('_key')) found[column.slice(0, -4)] = ownerOf(String(value), source) ?? '';
			// A day has its instant beside it, if there is one: that says more.
			else if (column === 'at' || column.endsWith('_at')) found[column === 'at' ? 'at' : column.slice(0, -3)] = localTime(Number(value));
			else if (column === 'day' || column.endsWith('_day')) found[column === 'day' ? 'at' : column.slice(0, -4)] ??= String(value);
			else found[column] = String(value);
		}
		return found;
	};

	const written = (id: number): FactWrite[] => {
		const entry = journal.entry(id);
		if (!entry) return [];
		// A header of facts, or the body of a correction; of either only this is read.
		const { import: of } = entry.body as { import?: number };
		return [{ entry: id, at: isoText(entry.at), author: entry.author, import: of ?? null, isByHand: entry.kind.startsWith('fact ') || entry.kind.startsWith('correction ') }];
	};

	return {
		list: ({ entity: of, q = '', person, source, from, to, import: broughtBy, limit = usualPage, before }) => {
			const wanted = { entity: of, words: q.trim(), person: personIn(person), source: source ?? null, from: from ?? null, to: to ?? null, import: broughtBy ?? null };
			const [placeDay = '', placeId = '0'] = before?.split('.') ?? [];
			const rows = facts.page(wanted, limit + 1, before === undefined ? null : { day: placeDay, id: Number(placeId) });
			const here = rows.slice(0, limit);
			const last = here.at(-1);
			return { facts: here.map((row) => listed(of, row)), ...facts.count(wanted), older: last && rows.length > limit ? `${last.day}.${last.id}` : null, sources: facts.sources() };
		},
		trail: ({ entity: of, source, id }) => {
			const row = facts.one(of, source, id);
			if (!row) throw new InputError('There is no such fact.', { status: 404, code: 'not_found', field: 'id' });
			const states = of === 'deals' ? history.read(row.id) : [];
			return {
				...listed(of, row),
				fields: fieldsOf(of, source, id),
				history: states.map((state) => ({ day: state.day, status: state.status, stage: state.stage, amount: inUnits(state.amount_minor), owner: ownerOf(state.owner_key, source), isApproximate: state.approximate === 1 })),
				written: facts.writes(of, source, id).flatMap(written),
			};
		},
	};
}
