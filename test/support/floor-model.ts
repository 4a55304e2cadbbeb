/**
 * What the facts pushed so far add up to, written from KPIS.md alone and in another way than the product does it: the last word on each
 * row in a map, and sums counted one row at a time.
 */
import fc from 'fast-check';
import type { Row, Rows } from './wall.ts';

export const zone = 'America/Santiago';
export const modelled = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads'] as const;
export type Entity = (typeof modelled)[number];

interface Kept {
	entity: Entity;
	source: string;
	id: string;
	row: Row;
	/** The owner at closing. */
	closer: string;
}

export interface Batch extends Rows {
	source: string;
	deals: Row[];
	meetings: Row[];
	activities: Row[];
	proposals: Row[];
	accounts: Row[];
	leads: Row[];
	deleted: Row[];
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const instant = (time: string): number => (time.length === 10 ? Temporal.PlainDate.from(time).toZonedDateTime(zone).epochMilliseconds : Temporal.Instant.from(time).epochMilliseconds);
export const dayOf = (time: string): string => (time.length === 10 ? time : Temporal.Instant.from(time).toZonedDateTimeISO(zone).toPlainDate().toString());
export const keyOf = (owner: unknown, source: string): string => (typeof owner !== 'string' ? '' : owner.includes('@') ? owner.toLowerCase() : `${source}/${owner}`);

/** M17: an older `updated` never overwrites a newer, and a deletion stays until something newer. */
export class FloorModel {
	readonly rows = new Map<string, Kept>();
	readonly #graves = new Map<string, number>();

	push({ source, deleted, ...lists }: Batch, at: number): void {
		for (const entity of modelled) for (const row of lists[entity]) this.#save(entity, source, row);
		for (const { entity, external_id, updated } of deleted) {
			const key = `${String(entity)} ${source} ${String(external_id)}`;
			const when = typeof updated === 'string' ? instant(updated) : at;
			const before = text(this.rows.get(key)?.row['updated']);
			if (before !== null && instant(before) > when) continue;
			this.#graves.set(key, Math.max(when, this.#graves.get(key) ?? when));
			this.rows.delete(key);
		}
	}

	#save(entity: Entity, source: string, row: Row): void {
		const id = String(row['external_id']);
		const key = `${entity} ${source} ${id}`;
		const before = this.rows.get(key);
		const updated = text(row['updated']);
		const grave = this.#graves.get(key);
		if (!before && grave !== undefined && (updated === null || instant(updated) <= grave)) return;
		const older = before && text(before.row['updated']);
		if (older && updated !== null && instant(updated) < instant(older)) return;
		const keepsCloser = before !== undefined && row['status'] !== 'open' && before.row['status'] === row['status'];
		this.rows.set(key, { entity, source, id, row, closer: keepsCloser ? before.closer : keyOf(row['owner'], source) });
		this.#graves.delete(key);
	}

	of(entity: Entity): Kept[] {
		return [...this.rows.values()].filter((kept) => kept.entity === entity);
	}

	/** M16: by account, in whatever spelling, the won deal that was closed first. */
	firstWins(): Map<string, Kept> {
		const first = new Map<string, Kept>();
		const order = ({ row, source, id }: Kept): string => {
			const closed = String(row['closed']);
			return [dayOf(closed), closed.length === 10 ? '' : String(instant(closed)).padStart(16, '0'), source, id].join('\n');
		};
		for (const kept of this.of('deals')) {
			const account = text(kept.row['account'])?.toLowerCase();
			const known = account === undefined ? undefined : first.get(account);
			if (account !== undefined && kept.row['status'] === 'won' && (!known || order(kept) < order(known))) first.set(account, kept);
		}
		return first;
	}

	/** Outbound touches but the first of their lead, else of their deal. */
	followUps(): Set<Kept> {
		const groups = new Map<string, Kept[]>();
		for (const kept of this.of('activities')) {
			const { row, source } = kept;
			const group = row['lead'] ? `lead ${source} ${String(row['lead'])}` : row['deal'] ? `deal ${source} ${String(row['deal'])}` : null;
			if (group === null || row['direction'] !== 'outbound' || row['kind'] === 'note') continue;
			groups.set(group, [...(groups.get(group) ?? []), kept]);
		}
		const place = ({ row, id }: Kept): string => {
			const at = String(row['at']);
			return [dayOf(at), at.length === 10 ? '' : String(instant(at)).padStart(16, '0'), id].join('\n');
		};
		return new Set([...groups.values()].flatMap((touches) => touches.sort((a, b) => (place(a) < place(b) ? -1 : 1)).slice(1)));
	}

	/** Every sum there is: [measure, slice, day, owner, amount]. */
	sums(): (string | number)[][] {
		const sums = new Map<string, number>();
		const add = (measure: string, day: string, owner: string, amount = 1, slice = ''): void => {
			const key = JSON.stringify([measure, slice, day, owner]);
			sums.set(key, (sums.get(key) ?? 0) + amount);
		};
		const first = new Set(this.firstWins().values());
		for (const kept of this.of('deals')) this.#addDeal(kept, first.has(kept), add);
		for (const { row, source } of this.of('meetings')) {
			const booker = text(row['booked_by']);
			if (!text(row['replaces'])) add('meetings_booked', dayOf(String(row['booked_at'])), keyOf(booker, source));
			const due = text(row['held_at']) ?? text(row['scheduled_for']);
			if (due === null) continue;
			if (row['status'] === 'held') add('meetings_held', dayOf(due), keyOf(row['owner'], source));
			if (row['status'] === 'held' || row['status'] === 'no_show') add('meetings_due', dayOf(due), keyOf(booker ?? row['owner'], source));
			if (row['status'] === 'no_show') add('no_shows', dayOf(due), keyOf(booker ?? row['owner'], source));
		}
		const later = this.followUps();
		for (const kept of this.of('activities')) {
			const { row, source } = kept;
			add('activities', dayOf(String(row['at'])), keyOf(row['owner'], source));
			if (row['direction'] !== 'outbound') continue;
			const further = [...(row['meaningful'] === true ? ['conversations'] : []), ...(row['kind'] === 'linkedin' ? ['linkedin_requests'] : []), ...(row['kind'] === 'note' ? [] : ['outbound_activities']), ...(later.has(kept) ? ['follow_ups'] : [])];
			for (const measure of further) add(measure, dayOf(String(row['at'])), keyOf(row['owner'], source));
			const [day, owner, outcome] = [dayOf(String(row['at'])), keyOf(row['owner'], source), text(row['outcome'])?.toLowerCase() ?? null];
			const measures = row['kind'] === 'email' ? ['emails_sent'] : row['kind'] !== 'call' ? [] : outcome === 'connected' ? ['calls_made', 'connects'] : ['calls_made'];
			for (const measure of measures) {
				add(measure, day, owner);
				if (outcome !== null && outcome !== 'redirected') add(measure, day, owner, 1, `outcome:${outcome}`);
			}
		}
		for (const { row, source } of this.of('proposals')) add('proposals_sent', dayOf(String(row['sent'])), keyOf(row['owner'], source));
		for (const { row, source } of this.of('accounts')) if (text(row['created']) !== null) add('new_accounts', dayOf(String(row['created'])), keyOf(row['owner'], source));
		for (const { row, source } of this.of('accounts')) if (text(row['churned']) !== null) add('churned_accounts', dayOf(String(row['churned'])), keyOf(row['owner'], source));
		for (const { row, source } of this.of('leads')) {
			add('new_leads', dayOf(String(row['created'])), keyOf(row['owner'], source));
			const credited = keyOf(row['sdr'] ?? row['owner'], source);
			for (const [state, measure] of Object.entries({ mql: 'mqls', sql: 'sqls', passed: 'leads_passed', accepted: 'accepted_opportunities', on_forecast: 'leads_on_forecast' })) {
				const at = text(row[state]);
				if (at !== null) add(measure, dayOf(at), credited);
			}
		}
		for (const { row, source, closer } of this.of('deals')) if (text(row['created']) !== null) add('deals_created', dayOf(String(row['created'])), row['status'] === 'open' ? keyOf(row['owner'], source) : closer);
		return [...sums].map(([key, amount]) => [...(JSON.parse(key) as string[]), amount]).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	}

	#addDeal({ row, closer }: Kept, isFirst: boolean, add: (measure: string, day: string, owner: string, amount?: number) => void): void {
		if (row['status'] === 'open') return;
		const day = dayOf(String(row['closed']));
		add('deals_decided', day, closer);
		if (row['status'] === 'lost') {
			if (typeof row['amount'] === 'number' && row['currency'] !== 'USD') add('amount_decided', day, closer, row['amount'] * 100);
			return add('deals_lost', day, closer);
		}
		add('deals_won', day, closer);
		if (!text(row['account'])) add('deals_won_without_account', day, closer);
		if (isFirst) add('new_customers', day, closer);
		if (typeof row['amount'] === 'number' && row['currency'] !== 'USD') {
			add('amount_decided', day, closer, row['amount'] * 100);
			add('sales', day, closer, row['amount'] * 100);
			add('deals_won_sized', day, closer);
		}
		const began = text(row['first_touch']) ?? text(row['created']);
		const days = began === null ? -1 : Temporal.PlainDate.from(dayOf(began)).until(Temporal.PlainDate.from(day), { largestUnit: 'day' }).days;
		if (days < 0) return;
		add('cycle_days', day, closer, days);
		add('deals_won_timed', day, closer);
	}
}

const time = fc.oneof(
	fc.constantFrom('2026-08-31', '2026-09-01', '2026-09-05', '2026-09-06', '2026-09-07', '2026-10-01'),
	// Around midnights, also the one that Santiago leaves out.
	fc.constantFrom('2026-09-01T03:59:59Z', '2026-09-01T04:00:00Z', '2026-09-06T03:59:59Z', '2026-09-06T04:00:00Z', '2026-09-07T02:59:59Z', '2026-09-07T03:00:00Z', '2026-09-05T12:00:00-04:00'),
);
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 4 });
export const owner = maybe(fc.constantFrom('ana@x.example', 'BO@x.example', 'cy@x.example', 'Dee', 'nobody@x.example'));
const id = fc.constantFrom('1', '2', '3', '4');
const stamp = fc.integer({ min: 1, max: 28 }).map((day) => `2026-09-${String(day).padStart(2, '0')}T12:00:00Z`);

const rowsOf = (updated: fc.Arbitrary<string | null>) => ({
	deals: fc.record({
		external_id: id, owner, updated, status: fc.constantFrom('open', 'won', 'won', 'lost'), closed: time, created: maybe(time), first_touch: maybe(time), changed: maybe(time),
		amount: maybe(fc.integer({ min: -50, max: 500 })), currency: maybe(fc.constantFrom('EUR', 'USD')), account: maybe(fc.constantFrom('Acme', 'ACME', 'Bolt')), stage: maybe(fc.constantFrom('a', 'b')),
		region: maybe(fc.constantFrom('West', 'East')), type: maybe(fc.constantFrom('renewal', 'expansion')),
	}),
	meetings: fc.record({
		external_id: id, owner, updated, booked_by: owner, booked_at: time, scheduled_for: maybe(time), held_at: maybe(time), replaces: fc.constantFrom(null, null, '1'),
		status: fc.constantFrom('scheduled', 'held', 'no_show', 'cancelled', 'rescheduled'),
	}),
	activities: fc.record({ external_id: id, owner, updated, at: time, lead: fc.constantFrom(null, 'L1', 'L2'), deal: fc.constantFrom(null, 'D1'), meaningful: fc.constantFrom(null, true, false), kind: fc.constantFrom('call', 'call', 'email', 'linkedin', 'note'), direction: fc.constantFrom('outbound', 'outbound', 'inbound', null), outcome: fc.constantFrom('connected', 'Voicemail', 'busy', 'redirected', null) }),
	proposals: fc.record({ external_id: id, owner, updated, sent: time }),
	accounts: fc.record({ external_id: id, owner, updated, name: fc.constantFrom('Acme', 'Bolt'), created: maybe(time), churned: maybe(time), region: maybe(fc.constantFrom('West', 'East')) }),
	leads: fc.record({ external_id: id, owner, updated, sdr: owner, created: time, mql: maybe(time), sql: maybe(time), passed: maybe(time), accepted: maybe(time), on_forecast: maybe(time) }),
	deleted: fc.record({ entity: fc.constantFrom(...modelled), external_id: id, updated }),
});

/** A source either always says when a row was updated, or never. */
const batchFrom = (source: string, updated: fc.Arbitrary<string | null>): fc.Arbitrary<Batch> => {
	const { deals, meetings, activities, proposals, accounts, leads, deleted } = rowsOf(updated);
	const few = (row: fc.Arbitrary<Row>) => fc.array(row, { maxLength: 3 });
	return fc.record({ source: fc.constant(source), deals: few(deals), meetings: few(meetings), activities: few(activities), proposals: few(proposals), accounts: few(accounts), leads: few(leads), deleted: fc.array(deleted, { maxLength: 1 }) });
};

export const batch: fc.Arbitrary<Batch> = fc.oneof(batchFrom('crm', fc.constant(null)), batchFrom('dialer', stamp));
/** Batches whose rows all say when they were updated. */
export const dated: fc.Arbitrary<Batch> = batchFrom('dialer', stamp);
