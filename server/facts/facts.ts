/** The entry `facts arrived`: one batch of people, facts and deletions from one source, in one transaction. */
import type { RejectedRow } from '../../shared/api.ts';
import type { FactWarning } from '../../shared/corrections.ts';
import type { Retirable } from '../../shared/retention-api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';
import type { FeedPart, Feeds } from '../floor/feeds.ts';
import type { People } from '../floor/people.ts';
import { createNewcomers } from '../floor/newcomers.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Handler } from '../journal/journal.ts';
import { createActivities } from './activities.ts';
import { createAuthority, type Authority } from './authority.ts';
import type { CorrectableRows, FactContext } from './correctable.ts';
import type { CorrectionHandlers, Corrections } from './corrections.ts';
import { createCorrections } from './corrections.ts';
import { createDeals } from './deals.ts';
import type { FactChanges } from './fact-changes.ts';
import type { Outcome } from './fact-table.ts';
import { createPlainFacts, type PlainEntity } from './plain-facts.ts';
import { createDirtyMarks } from './fact-table.ts';
import { createMoneyFacts, type MoneyFacts } from './money-facts.ts';
import { createRates, type Rates } from './rates.ts';
import { createRestating, type RestatingHandlers } from './restating.ts';
import { createRetired, type Retired } from './retired.ts';
import { createRetirement, type RetirableRows, type Retirement } from './retirement.ts';
import { createImportNotes, type ImportNotes } from './import-notes.ts';
import { createImportUndo, type ImportUndo } from './import-undo.ts';
import type { FactBatch, FactEntity, PersonRow } from './schema.ts';
import { byHand, factEntities } from './schema.ts';
import type { Imports } from './imports.ts';
import type { Sources } from './source-reports.ts';
import { factTables } from './streams.ts';
import { createMeetings, updatedAt, type Touches } from './touches.ts';

export interface FactsArrived extends FactBatch {
	/** The number of the import that it is a part of: what it writes over is kept, so that all of it can be taken back. */
	import?: number;
	/** How many good rows of its file are done with it; without it the batch is of people whom they make known. */
	through?: number;
	/** The published sheet that it is a part of: what is gone from it leaves no trace that would keep it from coming back. */
	feed?: FeedPart;
	/** Of the batch as it came, so that the log can tell a repetition. */
	digest: string;
}

export interface BatchReply {
	inserted: number;
	updated: number;
	unchanged: number;
	deleted: number;
	rejected: RejectedRow[];
	warnings: RejectedRow[];
	unknownOwners: string[];
}

export interface Facts {
	handlers: CorrectionHandlers & RestatingHandlers & ImportUndo['handlers'] & Retirement['handlers'] & { 'facts arrived': Handler<FactsArrived, BatchReply> };
	corrections: Corrections;
	rates: Rates;
	authority: Authority;
	money: MoneyFacts;
	newestChange: FactChanges['newest'];
	importNotes: ImportNotes;
	importUndo: ImportUndo;
	retired: Retired;
	retirement: Retirement;
	/** The facts of a source whose id begins so. */
	beginning: (source: string, begin: string) => { entity: FactEntity; external_id: string }[];
	/** How many ops have entered by hand. */
	entered: (entity: FactEntity) => number;
}

/** Whoever the facts of a batch credit, each once: the look-ups are by owner, not by row. */
function ownersIn({ deals, meetings, leads, ...others }: FactBatch): string[] {
	const owners = new Set<string | null>();
	for (const { row } of deals) owners.add(row.owner).add(row.sdr);
	for (const { row } of meetings) owners.add(row.owner).add(row.booked_by);
	for (const { row } of leads) owners.add(row.owner).add(row.sdr);
	for (const rows of [others.activities, others.proposals, others.accounts, others.movements, others.surveys]) for (const { row } of rows) owners.add(row.owner);
	return [...owners].filter((owner) => owner !== null);
}

export function createFacts(db: Db, stages: { settings: FloorSettings; people: People; sources: Sources; imports: Pick<Imports, 'arrived' | 'takenBack'>; feeds: Pick<Feeds, 'arrived'> }): Facts {
	const { settings, people, sources, imports, feeds } = stages;
	const marks = createDirtyMarks(db);
	const rates = createRates(db, settings);
	const authority = createAuthority(db);
	const calendar = settings.calendar;
	const deals = createDeals(db, { calendar, currency: () => settings.get().currency, rates, marks, authority });
	const meetings = createMeetings(db, { calendar, marks, authority });
	const retired = createRetired(db);
	const activities = createActivities(db, { calendar, retired, marks, authority });
	const plain = createPlainFacts(db, { calendar, currency: () => settings.get().currency, rates, marks, authority });
	const removers = { deals, meetings, activities, ...plain };
	const settle = (): void => {
		deals.settleAccounts();
		activities.settleTouches();
	};
	const corrections = createCorrections(db, { settings, kinds: { deals, meetings }, settle, forget: marks.reset });
	const restating = createRestating(db, { settings, rates, authority, deals, activities, corrections, marks });

	const retirement = createRetirement(db, { settings, retired, marks, activities, sources });

	const newcomers = createNewcomers(db, people.changed);
	const importNotes = createImportNotes(db, { kinds: removers, corrections, newcomers });
	const importUndo = createImportUndo(db, { notes: importNotes, newcomers, kinds: removers, corrections, sources, takenBack: imports.takenBack, forget: marks.reset, settle });

	const enteredOf = { deals: db.prepare<[string], number>('SELECT count(*) FROM deal WHERE source = ?').pluck(), meetings: db.prepare<[string], number>('SELECT count(*) FROM meeting WHERE source = ?').pluck() };

	// Up to the last character there is, so that the index gives the stretch.
	const idsOf = [...factTables].map(([entity, table]) => ({ entity, ids: db.prepare<[string, string, string], string>(`SELECT external_id FROM ${table} WHERE source = ? AND external_id BETWEEN ? AND ? || char(1114111)`).pluck() }));

	return {
		corrections,
		rates,
		authority,
		newestChange: marks.newest,
		money: createMoneyFacts(db, { rates, authority }),
		importNotes,
		importUndo,
		retired,
		retirement,
		beginning: (source, begin) => idsOf.flatMap(({ entity, ids }) => ids.all(source, begin, begin).map((external_id) => ({ entity, external_id }))),
		entered: (entity) => (entity === 'deals' || entity === 'meetings' ? (enteredOf[entity].get(byHand) ?? 0) : 0),
		handlers: {
			...corrections.handlers,
			...restating.handlers,
			...importUndo.handlers,
			...retirement.handlers,
			'facts arrived': (batch, entry) => {
				marks.reset();
				const calendar = settings.calendar();
				const { source } = batch;
				const today = calendar.dayOf(entry.at);
				const reply: BatchReply = { inserted: 0, updated: 0, unchanged: 0, deleted: 0, rejected: [], warnings: [], unknownOwners: [] };
				const gained = new Map<FactEntity, number>();
				const note = (outcome: Outcome, entity?: FactEntity): void => {
					reply[outcome] += 1;
					if (entity && outcome === 'inserted') gained.set(entity, (gained.get(entity) ?? 0) + 1);
				};
				const of = batch.import;
				/** What an import writes over is kept. */
				const around = <T>(entity: FactEntity, id: string, work: () => T): T => (of === undefined ? work() : importNotes.around({ of, entry: entry.id }, entity, source, id, work));
				/** Whom an import says again, and whether it changed them. */
				const met = new Map<number, boolean>();
				const meet = ({ email, id, name }: PersonRow, isChanged: boolean): void => {
					const word = email ?? id ?? name;
					const person = word == null ? undefined : people.behindKey(people.ownerKey(word, source));
					if (person) met.set(person.id, isChanged || met.get(person.id) === true);
				};
				const takePeople = (): void => {
					for (const { index, row } of batch.people) {
						if (people.isErased(row, source)) {
							reply.warnings.push({ entity: 'people', index, field: row.email ? 'email' : row.id ? 'id' : 'name', code: 'erased', message: 'this person was erased here; the row is not taken, and their facts count without a name' });
							note('unchanged');
							continue;
						}
						try {
							const outcome = people.patch(row, source, entry, today);
							note(outcome);
							if (of !== undefined && outcome !== 'inserted') meet(row, outcome === 'updated');
						} catch (error) {
							if (!(error instanceof InputError)) throw error;
							reply.rejected.push({ entity: 'people', index, field: error.field ?? '', code: error.code, message: error.message });
						}
					}
				};
				if (of === undefined || batch.people.length === 0) takePeople();
				else {
					importNotes.aroundPeople(of, source, entry.id, takePeople);
					importNotes.saidPeople(of, source, entry.id, met);
				}
				const context: FactContext = { source, calendar, currency: settings.get().currency, ownerKey: (owner) => people.ownerKey(owner, source), at: entry.at, entry: entry.id };
				const warn = (entity: 'deals' | 'meetings', index: number, warnings: FactWarning[]): void => {
					for (const warning of warnings) reply.warnings.push({ entity, index, ...warning });
				};
				/** True when ops have set something on the fact by hand, and the row has been taken so. */
				const isCorrected = <E extends 'deals' | 'meetings'>(entity: E, index: number, row: CorrectableRows[E]): boolean => {
					const taken = corrections.arrived(entity, row, context);
					if (!taken) return false;
					note(taken.outcome, entity);
					for (const field of taken.differs) reply.warnings.push({ entity, index, field, code: 'by_hand', message: field === 'external_id' ? 'ops have left this out by hand; it is kept and does not count' : 'ops have set this by hand; what the source says is kept and does not count' });
					warn(entity, index, taken.warnings);
					return true;
				};
				let won = 0;
				const takeDeal = ({ index, row }: FactBatch['deals'][number]): void => {
					if (isCorrected('deals', index, row)) return;
					const { outcome, isWon, warnings } = deals.save(row, context);
					if (isWon) won += 1;
					note(outcome, 'deals');
					warn('deals', index, warnings);
				};
				const takeMeeting = ({ index, row }: FactBatch['meetings'][number]): void => {
					if (isCorrected('meetings', index, row)) return;
					const { outcome, warnings } = meetings.save(row, context);
					note(outcome, 'meetings');
					warn('meetings', index, warnings);
				};
				/** True when it lies before the day from which on such facts are kept, and is not here: it is not taken. */
				const isPassed = <K extends Retirable>(of: K, { index, row }: { index: number; row: RetirableRows[K] }, field: string): boolean => {
					const before = retirement.passes(of, row, source, calendar);
					if (before === null) return false;
					note('unchanged');
					reply.warnings.push({ entity: of, index, field, code: 'too_old', message: `before ${before}, from which day on ${of} are kept here; it is not taken` });
					return true;
				};
				for (const deal of batch.deals) around('deals', deal.row.external_id, () => takeDeal(deal));
				for (const meeting of batch.meetings) if (!isPassed('meetings', meeting, 'booked_at')) around('meetings', meeting.row.external_id, () => takeMeeting(meeting));
				for (const activity of batch.activities) {
					const { row } = activity;
					if (isPassed('activities', activity, 'at')) activities.passed(row, source);
					else note(around('activities', row.external_id, () => activities.save(row, context)), 'activities');
				}
				const take = <Row extends { external_id: string }>(entity: PlainEntity, rows: { row: Row }[], { save }: Touches<Row>): void => {
					for (const { row } of rows) note(around(entity, row.external_id, () => save(row, context)), entity);
				};
				take('proposals', batch.proposals.filter((proposal) => !isPassed('proposals', proposal, 'sent')), plain.proposals);
				take('accounts', batch.accounts, plain.accounts);
				take('leads', batch.leads, plain.leads);
				take('movements', batch.movements, plain.movements);
				take('surveys', batch.surveys, plain.surveys);
				take('figures', batch.figures, plain.figures);
				take('positions', batch.positions, plain.positions);
				for (const { index, row } of batch.accounts) {
					if (row.created === null) reply.warnings.push({ entity: 'accounts', index, field: 'created', code: 'no_day', message: 'created on an unknown day; it is not counted among the new accounts' });
				}
				const takeOut = ({ index, row }: FactBatch['deleted'][number]): void => {
					const deletedAt = updatedAt(row.updated, calendar) ?? entry.at;
					const { entity, external_id } = row;
					const wasCorrected = entity === 'deals' || entity === 'meetings' ? corrections.deleted(entity, external_id, deletedAt, context) : null;
					const isOut = wasCorrected ?? removers[entity].remove(source, external_id, deletedAt, entry.id);
					if (batch.feed) removers[entity].unbury(source, external_id);
					if (!isOut) return;
					if (wasCorrected) reply.warnings.push({ entity: 'deleted', index, field: 'external_id', code: 'by_hand', message: 'ops have set something on this by hand; it holds again should it come back' });
					reply.deleted += 1;
					gained.set(entity, (gained.get(entity) ?? 0) - 1);
				};
				for (const deletion of batch.deleted) around(deletion.row.entity, deletion.row.external_id, () => takeOut(deletion));
				settle();
				if (batch.feed) feeds.arrived(batch.feed);
				// How often a sheet is to report is known of itself.
				sources.reported(source, entry.at, gained, calendar, batch.isFile || batch.feed !== undefined);
				reply.unknownOwners = ownersIn(batch).filter((owner) => !people.isKnownKey(people.ownerKey(owner, source)));
				const { inserted, updated, unchanged, deleted } = reply;
				if (batch.import !== undefined) imports.arrived(batch.import, { through: batch.through ?? 0, isPeople: batch.through === undefined, inserted, updated, unchanged });
				const rows = Object.fromEntries([...factEntities, 'people' as const].map((entity) => [entity, batch[entity].length]));
				return { reply, logged: { source, ...(of === undefined ? {} : { import: of }), ...(batch.feed ? { feed: batch.feed.id } : {}), ...(batch.isFile ? { file: true } : {}), ...(won > 0 ? { won } : {}), rows, inserted, updated, unchanged, deleted, rejected: reply.rejected.length, digest: batch.digest } };
			},
		},
	};
}
