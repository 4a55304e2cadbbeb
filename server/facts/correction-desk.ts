/** The desk at which ops correct facts: what they ask for is understood here, and what there is is put as they know it. */
import { z } from 'zod';
import type { CorrectableEntity, CorrectionEntry, CorrectionsInForce, FactFields, FactPlace, FactView, FoundFacts } from '../../shared/corrections.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import { isWithinReach } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Journal, LoggedEntry } from '../journal/journal.ts';
import type { Fields } from './correctable.ts';
import { correctableEntities } from './correctable.ts';
import type { CorrectionHandlers, Corrections } from './corrections.ts';
import { correctionKinds, loggedCorrection } from './corrections.ts';
import { createFactSearch } from './fact-search.ts';
import { minorDigits } from './money.ts';
import { byHand, decimal, isMoment } from './schema.ts';

export interface CorrectionDesk {
	/** @throws InputError 400, 404, or 409 when the fact has changed since it was seen. */
	correct: (body: unknown, author: string, at: number) => FactView;
	/** Takes an entry back by a new one. @throws InputError 404, or 409 with the reason. */
	undo: (id: number, author: string, at: number) => FactView;
	search: (query: Record<string, string>) => FoundFacts;
	inForce: () => CorrectionsInForce;
	/** Newest first. */
	log: (query: Record<string, string>) => CorrectionEntry[];
}

const mostFound = 50;
/** What ops set by hand are exceptions; whoever has more of them than this has another trouble. */
const mostInForce = 1_000;

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
	.min(1, { message: 'a correction needs a reason' })
	.max(500, { message: 'at most 500 characters' });
const fields = z.record(z.string(), z.string({ message: 'expected a text or null' }).max(500, { message: 'at most 500 characters' }).nullable());
const place = { entity, source: z.string().min(1).max(100), externalId: z.string().min(1).max(200), seen: z.int(), reason };
const requestSchema = z.discriminatedUnion(
	'kind',
	[
		z.object({ kind: z.literal('exclude'), ...place }),
		z.object({ kind: z.literal('withdraw'), ...place }),
		z.object({ kind: z.literal('correct'), ...place, set: fields }),
		z.object({ kind: z.literal('enter'), entity, reason, set: fields }),
	],
	{ message: 'expected exclude, correct, enter or withdraw' },
);

const whatOf: Record<string, CorrectionEntry['what']> = { 'fact excluded': 'excluded', 'fact corrected': 'corrected', 'fact entered': 'entered', 'correction withdrawn': 'withdrawn', 'correction undone': 'undone' };
const isSame = (a: FactPlace, b: FactPlace): boolean => a.entity === b.entity && a.source === b.source && a.externalId === b.externalId;
const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();

export function createCorrectionDesk(db: Db, stages: { corrections: Corrections; journal: Journal<CorrectionHandlers>; people: People; settings: FloorSettings }): CorrectionDesk {
	const { corrections, journal, people, settings } = stages;
	const { find } = createFactSearch(db);

	const moment = (name: string, text: string): string => {
		if (!isMoment(text) || !isWithinReach(settings.calendar().momentOf(text).day)) throw new InputError('expected a date such as 2026-11-23', { field: `set.${name}`, code: 'not_a_date' });
		return text;
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
		const decimals = parsed.success ? (parsed.data.split('.')[1] ?? '').replace(/0+$/, '').length : 0;
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

	const view = (key: FactPlace): FactView => {
		const { hand, entry, said, standing, version } = corrections.read(key);
		const made = hand && entry !== null ? journal.entry(entry) : undefined;
		return {
			entity: key.entity,
			source: key.source,
			externalId: key.externalId,
			now: peopleNamed(key.source, standing),
			said: peopleNamed(key.source, said),
			byHand: hand && made ? { excluded: hand.excluded, entered: key.source === byHand, set: peopleNamed(key.source, hand.fields) ?? {}, at: iso(made.at), author: made.author, reason: reasonOf(made) } : null,
			seen: version,
		};
	};

	const dayOf = (fact: FactView): string => {
		const shown = fact.now ?? fact.said;
		return (fact.entity === 'deals' ? (shown?.['closed'] ?? shown?.['created']) : shown?.['booked_at'])?.slice(0, 10) ?? '';
	};
	const nameOf = (handle: string | null | undefined): string => (handle ? `${handle} ${people.personNamed(handle)?.name ?? ''}` : '');

	return {
		correct: (body, author, at) => {
			const parsed = requestSchema.safeParse(body);
			if (!parsed.success) {
				const [issue] = parsed.error.issues;
				throw new InputError(issue?.message ?? 'not understood', { field: issue?.path.join('.') || 'body' });
			}
			const head = { at, author };
			const { kind, ...wish } = parsed.data;
			const understood = (): Fields => {
				const set = 'set' in wish ? understand(wish.entity, wish.set) : {};
				if (Object.keys(set).length === 0) throw new InputError('this changes nothing', { code: 'no_change', field: 'set' });
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
		search: (query) => {
			const asked = entity.safeParse(query['entity']);
			if (!asked.success) throw new InputError(asked.error.issues[0]?.message ?? 'expected an entity', { field: 'entity' });
			const { source, id, q = '' } = query;
			if (source !== undefined && id !== undefined) {
				const fact = view({ entity: asked.data, source, externalId: id });
				return { facts: fact.now || fact.byHand ? [fact] : [], isPartial: false };
			}
			if (q.length > 200) throw new InputError('at most 200 characters', { field: 'q' });
			const { found, isPartial } = find(asked.data, q, (key) => `${key} ${nameOf(key)}`);
			const words = q.normalize('NFKC').toLowerCase().split(/\s+/);
			// What is left out is in no table of facts.
			const hidden = corrections
				.inForce(mostInForce)
				.filter((key) => key.entity === asked.data)
				.map(view)
				.filter((fact) => fact.now === null && words.every((word) => `${fact.externalId} ${Object.values(fact.said ?? {}).map((value) => `${value ?? ''} ${nameOf(value)}`).join(' ')}`.toLowerCase().includes(word)));
			const facts = [...found.slice(0, mostFound).map(view), ...hidden];
			return { facts: facts.sort((a, b) => (dayOf(a) < dayOf(b) ? 1 : dayOf(a) > dayOf(b) ? -1 : 0)).slice(0, mostFound), isPartial: isPartial || facts.length > mostFound };
		},
		inForce: () => ({ facts: corrections.inForce(mostInForce).map(view), people: people.list().map(({ handle, name }) => ({ handle, name })) }),
		log: (query) => {
			const limit = Math.min(200, Math.max(1, Number(query['limit'] ?? 50) || 50));
			return journal.entries({ kinds: correctionKinds, limit }).map((entry) => {
				const { entity: of, source, externalId, reason: why, undoes, before, after } = loggedCorrection(entry);
				const hindrance = corrections.hindrance(entry);
				return {
					entity: of, source, externalId, undoes,
					entry: entry.id,
					at: iso(entry.at),
					author: entry.author,
					what: whatOf[entry.kind] ?? 'corrected',
					reason: why,
					undo: { possible: hindrance === null, reason: hindrance ?? '' },
					before: peopleNamed(source, before),
					after: peopleNamed(source, after),
				};
			});
		},
	};
}
