/**
 * What ops set by hand on deals and meetings (M4). While a correction is in force, what the source says is kept beside it, as the source
 * alone would have made it; the fact that counts follows from both. Withdrawing leaves the fact as if nothing had been set by hand.
 */
import type { CorrectableEntity, FactPlace, FactWarning } from '../../shared/corrections.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Applying, Handler } from '../journal/journal.ts';
import type { Correctable, CorrectableRows, FactContext, Fields, Version } from './correctable.ts';
import { rowOf } from './correctable.ts';
import type { Outcome } from './fact-table.ts';
import { byHand, rowSchemas } from './schema.ts';

/** What is in force: left out altogether, or these fields set. */
export interface Hand {
	excluded: boolean;
	fields: Fields;
}

export interface Seen {
	reason: string;
	/** The newest entry that whoever corrects has seen of the fact. */
	seen: number;
}

/** What the log keeps of a correction. */
export interface LoggedCorrection extends FactPlace {
	reason: string;
	undoes: number | null;
	from: Hand | null;
	to: Hand | null;
	/** As it counted before and after; null when it did not. */
	before: Fields | null;
	after: Fields | null;
}

// An alias and not an interface: only those fit where any handlers do.
export type CorrectionHandlers = {
	'fact excluded': Handler<FactPlace & Seen, FactPlace>;
	'fact corrected': Handler<FactPlace & Seen & { fields: Fields }, FactPlace>;
	'fact entered': Handler<{ entity: CorrectableEntity; fields: Fields; reason: string }, FactPlace>;
	'correction withdrawn': Handler<FactPlace & Seen, FactPlace>;
	'correction undone': Handler<FactPlace & { undoes: number; to: Hand | null }, FactPlace>;
};
export const correctionKinds: (keyof CorrectionHandlers)[] = ['fact excluded', 'fact corrected', 'fact entered', 'correction withdrawn', 'correction undone'];

/** A fact with what is set by hand. */
export interface Corrected extends FactPlace {
	hand: Hand | null;
	/** The entry that last changed `hand`; null when none ever did. */
	entry: number | null;
	/** As its source last said, and as it counts. */
	said: Fields | null;
	standing: Fields | null;
	/** Of what counts. */
	warnings: FactWarning[];
	/** The newest entry that changed any of these. */
	version: number;
}

export interface Corrections {
	handlers: CorrectionHandlers;
	/**
	 * Takes a row of a fact that is corrected; null when it is not, and the row is to be saved as it came.
	 * Of a changed row: `differs`, its fields that do not count, 'external_id' when all of it does not; and what is odd about what counts.
	 */
	arrived: <E extends CorrectableEntity>(entity: E, row: CorrectableRows[E], context: FactContext) => { outcome: Outcome; differs: string[]; warnings: FactWarning[] } | null;
	/** The same of a deletion: whether something was deleted. */
	deleted: (entity: CorrectableEntity, externalId: string, deletedAt: number, context: FactContext) => boolean | null;
	/** Newest first. `before`: only those set before this entry. */
	inForce: (query: { limit: number; before?: number }) => (FactPlace & { entry: number })[];
	countInForce: () => number;
	/** `at`: now. */
	read: (key: FactPlace, at: number) => Corrected;
	/** Derives anew what sources said of corrected facts, once zone or rates are others; what stands of them is seen to elsewhere. */
	derive: () => void;
	/** Why an entry cannot be taken back now, or null when it can. */
	hindrance: (entry: { id: number; body: unknown }) => string | null;
}

interface Stored {
	hand: Hand | null;
	said: Version | null;
	entry: number;
}

/** Bodies of the kinds above are written by the handlers below and nowhere else. */
export const loggedCorrection = (entry: { body: unknown }): LoggedCorrection => entry.body as LoggedCorrection;

const nameOf = { deals: 'deal', meetings: 'meeting' } as const;
const nobody = { owner: null, sdr: null, booked_by: null };
const conflict = (message: string, code = 'conflict'): InputError => new InputError(message, { status: 409, code });

type Kinds = { [E in CorrectableEntity]: Correctable<CorrectableRows[E]> };

export function createCorrections(db: Db, stages: { settings: FloorSettings; kinds: Kinds; settle: () => void; forget: () => void }): Corrections {
	const { settings, kinds, settle, forget } = stages;
	const get = db.prepare<[string, string, string], { hand: string | null; said: string | null; entry: number }>('SELECT hand, said, entry FROM correction WHERE entity = ? AND source = ? AND external_id = ?');
	const set = db.prepare<[string, string, string, string | null, string | null, number]>(
		`INSERT INTO correction (entity, source, external_id, hand, said, entry) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (entity, source, external_id) DO UPDATE SET hand = excluded.hand, said = excluded.said, entry = excluded.entry`,
	);
	const hear = db.prepare<[string | null, string, string, string]>('UPDATE correction SET said = ? WHERE entity = ? AND source = ? AND external_id = ?');
	const listed = db.prepare<[number, number], FactPlace & { entry: number }>('SELECT entity, source, external_id AS externalId, entry FROM correction WHERE hand IS NOT NULL AND entry < ? ORDER BY entry DESC LIMIT ?');
	const everyHeard = db.prepare<[], FactPlace>('SELECT entity, source, external_id AS externalId FROM correction WHERE said IS NOT NULL');
	const counted = db.prepare<[], number>('SELECT count(*) FROM correction WHERE hand IS NOT NULL').pluck();
	const guardedNow = db.prepare<[], string>(`SELECT DISTINCT entity || ' ' || source FROM correction WHERE hand IS NOT NULL`).pluck();
	/** Sources with a correction in force; others pay nothing. One that is here too long costs a look-up. */
	const guarded = new Set(guardedNow.all());

	const stored = ({ entity, source, externalId }: FactPlace): Stored | null => {
		const row = get.get(entity, source, externalId);
		// Written by `write` and `keep` below, whole and nowhere else.
		return row ? { hand: JSON.parse(row.hand ?? 'null') as Hand | null, said: JSON.parse(row.said ?? 'null') as Version | null, entry: row.entry } : null;
	};
	const keep = ({ entity, source, externalId }: FactPlace, said: Version | null): void => void hear.run(said && JSON.stringify(said), entity, source, externalId);

	/** The version that counts. */
	const resulting = (key: FactPlace, hand: Hand | null, said: Version | null, standing: Version | null, context: FactContext, changed: string | null = null): Version | null => {
		if (!hand) return said;
		if (hand.excluded || (!said && key.source !== byHand)) return null;
		return kinds[key.entity].withFields(key.externalId, hand.fields, said, standing, context, changed);
	};

	const contextOf = (key: FactPlace, { at, id }: Applying): FactContext => ({ source: key.source, calendar: settings.calendar(), currency: settings.get().currency, ownerKey: (owner) => owner ?? '', at, entry: id });
	const fieldsOf = (key: FactPlace, version: Version | null): Fields | null => version && kinds[key.entity].fieldsOf(version, { calendar: settings.calendar(), currency: settings.get().currency });

	/** What stands, what is set by hand, and what the source says. */
	const situation = (key: FactPlace) => {
		const known = stored(key);
		const hand = known?.hand ?? null;
		const standing = kinds[key.entity].standing(key.source, key.externalId);
		const said = hand ? (known?.said ?? null) : standing;
		// Where the source says nothing, what it did last is the deletion.
		const heard = said?.fact.entry ?? kinds[key.entity].buriedBy(key.source, key.externalId);
		return { hand, standing, said, entry: known?.entry ?? null, version: Math.max(standing?.fact.entry ?? 0, heard, known?.entry ?? 0) };
	};
	type Situation = ReturnType<typeof situation>;

	const demand = (key: FactPlace, seen: number): Situation => {
		const now = situation(key);
		if (!now.hand && !now.standing) throw new InputError(`there is no such ${nameOf[key.entity]}`, { status: 404, code: 'not_found' });
		if (now.version !== seen) throw conflict(now.said || key.source === byHand ? `the ${nameOf[key.entity]} was changed in the meantime` : `its source has deleted the ${nameOf[key.entity]} in the meantime`);
		return now;
	};

	const write = (key: FactPlace, now: Situation, to: Hand | null, how: { reason: string; undoes: number | null }, entry: Applying): { reply: FactPlace; logged: LoggedCorrection } => {
		const { entity, source, externalId } = key;
		forget();
		const next = resulting(key, to, now.said, now.standing, contextOf(key, entry));
		kinds[entity].put(source, externalId, next, entry.id);
		settle();
		set.run(entity, source, externalId, to && JSON.stringify(to), to && now.said && JSON.stringify(now.said), entry.id);
		if (to) guarded.add(`${entity} ${source}`);
		return { reply: key, logged: { entity, source, externalId, ...how, from: now.hand, to, before: fieldsOf(key, now.standing), after: fieldsOf(key, next) } };
	};

	/** Fields that are well formed, as their schema writes them; people have been looked up before. */
	const understood = (key: FactPlace, fields: Fields, rest: Fields): Fields => {
		// The schema's output is a row of flat fields.
		const row = rowOf<object>(rowSchemas[key.entity], { ...rest, ...fields, ...nobody, external_id: key.externalId }) as Fields;
		return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, name in nobody ? value : (row[name] ?? null)]));
	};

	/** What says the same as the source need not be set by hand: from then on it follows the source again. */
	const withoutEchoes = (key: FactPlace, fields: Fields, now: Situation, context: FactContext): Fields => {
		if (!now.said) return fields;
		const theirs = fieldsOf(key, now.said) ?? {};
		const ours = fieldsOf(key, resulting(key, { excluded: false, fields }, now.said, now.standing, context)) ?? {};
		// An amount goes with its currency, and a closing with its day.
		const companion: Record<string, string> = { amount: 'currency', currency: 'amount', closed: 'status' };
		const differs = (name: string | undefined): boolean => name !== undefined && ours[name] !== theirs[name];
		return Object.fromEntries(Object.entries(fields).filter(([name]) => differs(name) || differs(companion[name])));
	};

	/** A closing by hand keeps its day, whatever becomes of the source's. */
	const withClosing = (fields: Fields, standing: Fields): Fields => ('status' in fields && fields['status'] !== 'open' && 'closed' in standing ? { closed: standing['closed'] ?? null, ...fields } : fields);

	const handlers: CorrectionHandlers = {
		'fact excluded': ({ reason, seen, ...key }, entry) => {
			const now = demand(key, seen);
			if (now.hand?.excluded) throw conflict(`the ${nameOf[key.entity]} is left out already`);
			return write(key, now, { excluded: true, fields: now.hand?.fields ?? {} }, { reason, undoes: null }, entry);
		},
		'fact corrected': ({ reason, seen, fields, ...key }, entry) => {
			const now = demand(key, seen);
			const standing = fieldsOf(key, now.standing);
			if (now.hand?.excluded || !standing) throw conflict(`the ${nameOf[key.entity]} does not count at present: bring it back first`, 'does_not_count');
			const given = understood(key, fields, standing);
			const wished = withoutEchoes(key, withClosing({ ...now.hand?.fields, ...given }, standing), now, contextOf(key, entry));
			const to = Object.keys(wished).length > 0 ? { excluded: false, fields: wished } : null;
			const next = fieldsOf(key, resulting(key, to, now.said, now.standing, contextOf(key, entry))) ?? {};
			if (Object.keys(next).every((name) => next[name] === standing[name])) throw new InputError('this changes nothing', { code: 'no_change', field: 'set' });
			return write(key, now, to, { reason, undoes: null }, entry);
		},
		'fact entered': ({ entity, fields, reason }, entry) => {
			const key = { entity, source: byHand, externalId: `H-${entry.id}` };
			const whole = rowOf<object>(rowSchemas[entity], { ...fields, ...nobody, external_id: key.externalId });
			// All of them, so that nothing is left to a default of another version; an entered fact has neither stamp nor key of its own.
			const { external_id: _id, updated: _updated, changed: _changed, ...all } = { ...(whole as Fields), ...Object.fromEntries(Object.entries(fields).filter(([name]) => name in nobody)) };
			return write(key, situation(key), { excluded: false, fields: all }, { reason, undoes: null }, entry);
		},
		'correction withdrawn': ({ reason, seen, ...key }, entry) => {
			const now = demand(key, seen);
			const { hand } = now;
			if (!hand) throw conflict(`nothing is set by hand on the ${nameOf[key.entity]}`);
			const left = hand.excluded && Object.keys(hand.fields).length > 0 ? { excluded: false, fields: hand.fields } : null;
			return write(key, now, left, { reason, undoes: null }, entry);
		},
		'correction undone': ({ undoes, to, ...key }, entry) => {
			const now = situation(key);
			if (now.entry !== undoes) throw conflict('this cannot be undone: a later change stands on it');
			return write(key, now, to, { reason: '', undoes }, entry);
		},
	};

	return {
		handlers,
		arrived: (entity, row, context) => {
			if (!guarded.has(`${entity} ${context.source}`)) return null;
			const key = { entity, source: context.source, externalId: row.external_id };
			const known = stored(key);
			if (!known?.hand) return null;
			const kind = kinds[entity];
			const { outcome, said, revives } = kind.weigh(known.said, row, context);
			if (said) keep(key, said);
			if (!said || outcome === 'unchanged') return { outcome, differs: [], warnings: [] };
			if (revives) kind.unbury(key.source, key.externalId);
			const next = resulting(key, known.hand, said, kind.standing(key.source, key.externalId), context, 'changed' in row ? row.changed : null);
			kind.put(key.source, key.externalId, next, context.entry);
			const [theirs, ours] = [fieldsOf(key, said), fieldsOf(key, next)];
			return { outcome, differs: ours ? Object.keys(ours).filter((name) => ours[name] !== theirs?.[name]) : ['external_id'], warnings: next ? kind.warningsOf(next, context) : [] };
		},
		deleted: (entity, externalId, deletedAt, context) => {
			if (!guarded.has(`${entity} ${context.source}`)) return null;
			const key = { entity, source: context.source, externalId };
			const known = stored(key);
			if (!known?.hand) return null;
			const updatedAt = known.said?.fact.updated_at ?? null;
			if (updatedAt !== null && updatedAt > deletedAt) return false;
			kinds[entity].bury(key.source, externalId, deletedAt, context.entry);
			if (!known.said) return false;
			keep(key, null);
			// Whether there is a fact at all is the source's to say: a correction waits for its return.
			kinds[entity].put(key.source, externalId, null, context.entry);
			return true;
		},
		derive: () => {
			for (const { entity, source, externalId } of everyHeard.all()) {
				const key = { entity, source, externalId };
				const said = stored(key)?.said;
				if (said) keep(key, kinds[entity].derived(said));
			}
		},
		inForce: ({ limit, before }) => listed.all(before ?? Number.MAX_SAFE_INTEGER, limit),
		countInForce: () => counted.get() ?? 0,
		read: (key, at) => {
			const { hand, standing, said, entry, version } = situation(key);
			return { ...key, hand, entry, standing: fieldsOf(key, standing), said: key.source === byHand ? null : fieldsOf(key, said), warnings: standing ? kinds[key.entity].warningsOf(standing, { calendar: settings.calendar(), at }) : [], version };
		},
		hindrance: (entry) => (stored(loggedCorrection(entry))?.entry === entry.id ? null : 'a later change stands on it'),
	};
}
