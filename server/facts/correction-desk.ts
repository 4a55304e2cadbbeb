/** The desk at which ops correct facts: what they ask for is understood here, and what there is is put as they know it. */
import { z } from 'zod';
import type { CorrectableEntity, CorrectionEntry, CorrectionRecord, CorrectionsInForce, FactFields, FactPlace, FactView, FoundFacts } from '../../shared/corrections.ts';
import { isReadable } from '../../shared/readable.ts';
import { isoText } from '../clock.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import { isWithinReach } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Journal, LoggedEntry } from '../journal/journal.ts';
import type { Fields } from './correctable.ts';
import { correctableEntities, momentText } from './correctable.ts';
import type { CorrectionHandlers, Corrections } from './corrections.ts';
import { correctionKinds, loggedCorrection } from './corrections.ts';
import { createFactSearch } from './fact-search.ts';
import { minorDigits } from './money.ts';
import { byHand, decimal, isMoment } from './schema.ts';
import { factTables } from './streams.ts';

export interface CorrectionDesk {
	/** @throws InputError 400, 404, or 409 when the fact has changed since it was seen. */
	correct: (request: CorrectionWish, author: string, at: number) => FactView;
	/** Takes an entry back by a new one. @throws InputError 404, or 409 with the reason. */
	undo: (id: number, author: string, at: number) => FactView;
	/** By words, or the one of a source and an id. */
	search: (query: FactsQuery) => FoundFacts;
	/** The newest deals of whoever is known by these owner keys. */
	ownedBy: (keys: readonly string[]) => FoundFacts;
	inForce: (page: CorrectionsPage) => CorrectionsInForce;
	log: (page: CorrectionsPage) => CorrectionRecord;
}

const mostFound = 50;

/** What ops may set. Of an amount the currency follows: it is the workspace's. */
const settable: Record<CorrectableEntity, readonly string[]> = {
	deals: ['name', 'owner', 'sdr', 'stage', 'status', 'amount', 'type', 'account', 'product', 'region', 'channel', 'lead_source', 'lost_reason', 'first_touch', 'created', 'expected_close', 'closed'],
	meetings: ['kind', 'booked_by', 'owner', 'account', 'deal', 'booked_at', 'scheduled_for', 'status', 'held_at', 'replaces', 'moved_by'],
};
const peopleFields = ['owner', 'sdr', 'booked_by'];
const momentFields = ['first_touch', 'created', 'expected_close', 'closed', 'booked_at', 'scheduled_for', 'held_at'];

const entity = z.enum(correctableEntities, { message: `expected ${correctableEntities.join(' or ')}` });
const reason = z
	.string({ message: 'expected a reason' })
	.overwrite((text) => text.trim().toWellFormed())
	.refine(isReadable, { message: 'a correction needs a reason' })
	.max(500, { message: 'at most 500 characters' });
const fields = z.record(z.string(), z.string({ message: 'expected a text or null' }).max(500, { message: 'at most 500 characters' }).nullable());
const place = { entity, source: z.string().min(1).max(100), externalId: z.string().min(1).max(200), seen: z.int(), reason };
/** What ops ask for. */
export const correctionRequest = z.discriminatedUnion(
	'kind',
	[
		z.object({ kind: z.literal('exclude'), ...place }),
		z.object({ kind: z.literal('withdraw'), ...place }),
		z.object({ kind: z.literal('correct'), ...place, set: fields }),
		z.object({ kind: z.literal('enter'), entity, reason, set: fields }),
	],
	{ message: 'expected exclude, correct, enter or withdraw' },
);
export type CorrectionWish = z.infer<typeof correctionRequest>;

export const factsQuery = z.object({
	entity,
	q: z.string().max(200, { message: 'at most 200 characters' }).default('').meta({ description: 'Words to look for.' }),
	source: z.string().optional().meta({ description: 'With `id`: the one of this source.' }),
	id: z.string().optional(),
});
export type FactsQuery = Partial<z.infer<typeof factsQuery>> & { entity: CorrectableEntity };

const usualPage = 50;
const wholeNumber = { message: 'expected a whole number, limit at most 200' };
export const correctionsPage = z.object({
	limit: z.coerce.number(wholeNumber).int(wholeNumber).min(1, wholeNumber).max(200, wholeNumber).default(usualPage),
	before: z.coerce.number(wholeNumber).int(wholeNumber).min(1, wholeNumber).optional().meta({ description: 'The number of an entry: only those older than it.' }),
});
export type CorrectionsPage = Partial<z.infer<typeof correctionsPage>>;

const whatOf: Record<string, CorrectionEntry['what']> = { 'fact excluded': 'excluded', 'fact corrected': 'corrected', 'fact entered': 'entered', 'correction withdrawn': 'withdrawn', 'correction undone': 'undone' };
const isSame = (a: FactPlace, b: FactPlace): boolean => a.entity === b.entity && a.source === b.source && a.externalId === b.externalId;
/** One page of a list that is newest first, and where the next one begins. */
function pageOf<T>({ limit = usualPage, before }: CorrectionsPage, read: (page: { limit: number; before?: number }) => T[], placeOf: (one: T) => number): { here: T[]; older: number | null } {
	const rows = read({ limit: limit + 1, ...(before === undefined ? {} : { before }) });
	const here = rows.slice(0, limit);
	const last = here.at(-1);
	return { here, older: last !== undefined && rows.length > limit ? placeOf(last) : null };
}

export function createCorrectionDesk(db: Db, stages: { corrections: Corrections; journal: Journal<CorrectionHandlers>; people: People; settings: FloorSettings; now: () => number }): CorrectionDesk {
	const { corrections, journal, people, settings, now } = stages;
	const { find, ownedBy } = createFactSearch(db);

	const moment = (name: string, text: string): string => {
		if (!isMoment(text) || !isWithinReach(settings.calendar().momentOf(text).day)) throw new InputError('expected a date such as 2026-11-23', { field: `set.${name}`, code: 'not_a_date' });
		if (text.length === 10 || /(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$/.test(text.slice(11))) return text;
		// A local time is the instant that it is now, and stays it should the workspace move to another zone.
		const { at, day } = settings.calendar().momentOf(text);
		return momentText(at, day, settings.calendar()) ?? text;
	};
	const personKey = (name: string, text: string): string => {
		const person = people.personNamed(text);
		const key = person && people.keyOf(person.id);
		if (key === undefined) throw new InputError(`nobody is known as '${text.slice(0, 100)}'`, { field: `set.${name}`, code: 'unknown_person' });
		return key;
	};
	const amount = (text: string): string => {
		const { currency } = settings.get();
		const parsed = decimal.safeParse(text);
		const decimals = parsed.success ? (parsed.data.split('.')[1] ?? '').replace(/(?<!0)0+$/, '').length : 0;
		if (!parsed.success) throw new InputError('expected a decimal number such as 12500.00', { field: 'set.amount', code: 'not_a_number' });
		if (decimals > minorDigits(currency)) throw new InputError(`${currency} has ${minorDigits(currency)} decimals`, { field: 'set.amount', code: 'too_many_decimals' });
		return parsed.data;
	};
	const understand = (of: CorrectableEntity, given: FactFields): Fields => {
		const set: Fields = {};
		for (const [name, raw] of Object.entries(given)) {
			if (!settable[of].includes(name)) throw new InputError(`${of} have no field '${name.slice(0, 60)}' that can be set; there are ${settable[of].join(', ')}`, { field: `set.${name.slice(0, 60)}`, code: 'unknown_field' });
			const text = raw === null || raw.trim() === '' ? null : raw.trim();
			set[name] = text === null ? null : peopleFields.includes(name) ? personKey(name, text) : momentFields.includes(name) ? moment(name, text) : name === 'amount' ? amount(text) : text;
		}
		// What ops type is in the workspace's currency, whatever the source's was.
		return 'amount' in set ? { ...set, currency: settings.get().currency } : set;
	};

	/** What was held or missed counts on the day of that: ops know it, or leave the meeting as it is. */
	const demandDay = (set: Fields, standing: Fields): void => {
		const { status, held_at, scheduled_for } = { ...standing, ...set };
		const isTouched = ['status', 'held_at', 'scheduled_for'].some((name) => name in set);
		if (isTouched && (status === 'held' || status === 'no_show') && !held_at && !scheduled_for) throw new InputError('a meeting that was held or missed needs the day of that', { field: 'set.held_at', code: 'missing' });
	};

	const peopleNamed = (source: string, found: Fields | null): FactFields | null => {
		const named = (key: string | null): string | null => (key === null ? null : (people.personNamed(key)?.handle ?? (key.startsWith(`${source}/`) ? key.slice(source.length + 1) : key)));
		return found && Object.fromEntries(Object.entries(found).map(([name, value]) => [name, peopleFields.includes(name) ? named(value) : value]));
	};

	/** What is in force by an undo was set, with its reason, by an earlier entry. */
	const reasonOf = (entry: LoggedEntry): string => {
		const logged = loggedCorrection(entry);
		if (logged.undoes === null) return logged.reason;
		const earlier = journal.entries({ kinds: correctionKinds, limit: 500, before: logged.undoes }).find((other) => isSame(loggedCorrection(other), logged));
		return earlier ? reasonOf(earlier) : '';
	};

	const undoneBy = (id: number | null): CorrectionEntry['undoes'] => {
		const entry = id === null ? undefined : journal.entry(id);
		return entry ? { entry: entry.id, at: isoText(entry.at), author: entry.author, what: whatOf[entry.kind] ?? 'corrected', reason: loggedCorrection(entry).reason } : null;
	};

	const counted = Object.fromEntries(
		correctableEntities.map((of) => [of, db.prepare<[string, string], number>(`SELECT counts FROM ${factTables.get(of) ?? ''} WHERE source = ? AND external_id = ?`).pluck()]),
	);

	const view = (key: FactPlace): FactView => {
		const { hand, entry, said, standing, warnings, version } = corrections.read(key, now());
		const made = hand && entry !== null ? journal.entry(entry) : undefined;
		return {
			entity: key.entity,
			source: key.source,
			externalId: key.externalId,
			now: peopleNamed(key.source, standing),
			said: peopleNamed(key.source, said),
			byHand: hand && made ? { excluded: hand.excluded, entered: key.source === byHand, set: peopleNamed(key.source, hand.fields) ?? {}, at: isoText(made.at), author: made.author, reason: reasonOf(made) } : null,
			warnings,
			...(counted[key.entity]?.get(key.source, key.externalId) === 0 ? { countsNot: true as const } : {}),
			seen: version,
		};
	};

	const nameOf = (handle: string | null | undefined): string => (handle ? `${handle} ${people.personNamed(handle)?.name ?? ''}` : '');

	return {
		correct: ({ kind, ...wish }, author, at) => {
			const head = { at, author };
			const understood = (): Fields => {
				const set = 'set' in wish ? understand(wish.entity, wish.set) : {};
				if (Object.keys(set).length === 0) throw new InputError('this changes nothing', { code: 'no_change', field: 'set' });
				if (wish.entity === 'meetings') demandDay(set, 'seen' in wish ? (corrections.read(wish, now()).standing ?? {}) : {});
				return set;
			};
			if (!('seen' in wish)) return view(journal.apply('fact entered', { entity: wish.entity, reason: wish.reason, fields: understood() }, head));
			const { entity: of, source, externalId, seen, reason: why } = wish;
			const known = { entity: of, source, externalId, seen, reason: why };
			if (kind === 'correct') return view(journal.apply('fact corrected', { ...known, fields: understood() }, head));
			return view(journal.apply(kind === 'exclude' ? 'fact excluded' : 'correction withdrawn', known, head));
		},
		undo: (id, author, at) => {
			const entry = journal.entry(id);
			if (!entry || !correctionKinds.some((kind) => kind === entry.kind)) throw new InputError('there is no such correction', { status: 404, code: 'not_found', field: 'entry' });
			const { entity: of, source, externalId, from } = loggedCorrection(entry);
			return view(journal.apply('correction undone', { entity: of, source, externalId, undoes: id, to: from }, { at, author }));
		},
		search: ({ entity: of, source, id, q = '' }) => {
			if (source !== undefined && id !== undefined) {
				const fact = view({ entity: of, source, externalId: id });
				return { facts: fact.now || fact.byHand ? [fact] : [], isPartial: false };
			}
			const { found, isPartial } = find(of, q, (key) => `${key} ${nameOf(key)}`);
			return { facts: found.slice(0, mostFound).map(view), isPartial: isPartial || found.length > mostFound };
		},
		ownedBy: (keys) => {
			const found = ownedBy(keys, mostFound + 1);
			return { facts: found.slice(0, mostFound).map(view), isPartial: found.length > mostFound };
		},
		inForce: (query) => {
			const { here, older } = pageOf(query, corrections.inForce, ({ entry }) => entry);
			return { facts: here.map(view), count: corrections.countInForce(), older, people: people.list().flatMap(({ handle, name, isErased }) => (isErased ? [] : [{ handle, name }])) };
		},
		log: (query) => {
			const { here, older } = pageOf(query, (page) => journal.entries({ kinds: correctionKinds, ...page }), ({ id }) => id);
			const entries = here.map((entry): CorrectionEntry => {
				const { entity: of, source, externalId, reason: why, undoes, before, after } = loggedCorrection(entry);
				const hindrance = corrections.hindrance(entry);
				return {
					entity: of, source, externalId,
					entry: entry.id,
					at: isoText(entry.at),
					author: entry.author,
					what: whatOf[entry.kind] ?? 'corrected',
					reason: why,
					undoes: undoneBy(undoes),
					undo: { possible: hindrance === null, reason: hindrance ?? '' },
					before: peopleNamed(source, before),
					after: peopleNamed(source, after),
				};
			});
			return { entries, count: journal.count(correctionKinds), older };
		},
	};
}
