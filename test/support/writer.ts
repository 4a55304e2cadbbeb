/**
 * A source that pushes and remembers what was acknowledged: new rows, the same rows again, changed ones and deletions, under ids of
 * its own. What was not acknowledged is pushed again, as a source does, before anything else.
 */
import { expect } from 'vitest';
import type { Random } from '../../server/sources/demo/random.ts';
import { createRandom } from '../../server/sources/demo/random.ts';
import { withKey } from '../server/http/support.ts';
import type { Batch, Entity, FloorModel } from './floor-model.ts';
import { tryToAsk } from './process.ts';
import type { GivenWall, Row } from './wall.ts';

export interface Writer {
	source: string;
	/** Pushes until the connection breaks or `until` says so. */
	write: (port: number, until?: () => boolean) => Promise<void>;
	/** Pushed, and no answer came. */
	unanswered: () => Batch | null;
	/** Everything acknowledged so far. */
	acknowledged: Batch[];
}

const mostIds = 600;
const owners = ['ana@x.example', 'bo@x.example', 'cy@x.example', 'Dee', null] as const;
const entities = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads'] as const;

const timeIn = (random: Random): string => `2026-09-${String(random.whole(1, 28)).padStart(2, '0')}T${String(random.whole(0, 23)).padStart(2, '0')}:59:59Z`;

/** The version of a row stands in one of its fields. */
const rowOf: Record<Entity, (random: Random, version: string) => Row> = {
	deals: (random, version) => ({ status: random.pick(['open', 'won', 'won', 'lost']), closed: timeIn(random), created: timeIn(random), amount: random.whole(1, 500), account: random.pick(['Acme', 'Bolt', 'Cobalt']), name: version }),
	meetings: (random, version) => ({ booked_by: random.pick(owners), booked_at: timeIn(random), scheduled_for: timeIn(random), status: random.pick(['scheduled', 'held', 'no_show']), account: version }),
	activities: (random, version) => ({ kind: 'call', direction: 'outbound', outcome: random.pick(['connected', 'busy']), at: timeIn(random), account: version }),
	proposals: (random, version) => ({ sent: timeIn(random), deal: version }),
	leads: (random, version) => ({ name: version, created: timeIn(random), sql: timeIn(random) }),
	accounts: (random, version) => ({ name: version, region: random.pick(['West', 'East']), created: timeIn(random) }),
};
const versionIn: Record<Entity, { table: string; field: string }> = {
	deals: { table: 'deal', field: 'name' },
	meetings: { table: 'meeting', field: 'account' },
	activities: { table: 'activity', field: 'account' },
	proposals: { table: 'proposal', field: 'deal' },
	accounts: { table: 'customer_account', field: 'name' },
	leads: { table: 'lead', field: 'name' },
};

export function createWriter(source: string, seed: string, largest = 30): Writer {
	const random = createRandom(`${seed} ${source}`);
	const acknowledged: Batch[] = [];
	const said: { entity: Entity; row: Row }[] = [];
	let unanswered: Batch | null = null;
	let made = 0;
	let stamp = Temporal.Instant.from('2026-01-01T00:00:00Z').epochMilliseconds;

	const next = (): Batch => {
		stamp += 1000;
		const updated = Temporal.Instant.fromEpochMilliseconds(stamp).toString();
		const batch: Batch = { source, deals: [], meetings: [], activities: [], proposals: [], accounts: [], leads: [], deleted: [] };
		// One row of an id in a batch, so that its order does not matter.
		const taken = new Set<string>();
		const add = (entity: Entity, row: Row): void => {
			const key = `${entity} ${String(row['external_id'])}`;
			if (taken.has(key)) return;
			taken.add(key);
			batch[entity].push(row);
			said.push({ entity, row });
		};
		for (let rows = random.whole(1, largest); rows > 0; rows -= 1) {
			const old = said.length === 0 ? undefined : said[random.whole(0, said.length - 1)];
			const dice = random.share();
			if (!old || (dice < 0.5 && made < mostIds)) {
				const entity = random.pick(entities);
				add(entity, { ...rowOf[entity](random, updated), external_id: `${source}-${(made += 1)}`, owner: random.pick(owners), updated });
			} else if (dice < 0.65) add(old.entity, old.row);
			else if (dice < 0.92) add(old.entity, { ...rowOf[old.entity](random, updated), external_id: old.row['external_id'], owner: random.pick(owners), updated });
			else if (!taken.has(`${old.entity} ${String(old.row['external_id'])}`)) {
				taken.add(`${old.entity} ${String(old.row['external_id'])}`);
				batch.deleted.push({ entity: old.entity, external_id: old.row['external_id'], updated });
			}
		}
		return batch;
	};

	return {
		source,
		acknowledged,
		unanswered: () => unanswered,
		write: async (port, until = () => false) => {
			while (!until() || unanswered) {
				unanswered ??= next();
				const answer = await tryToAsk(port, 'POST', '/api/v1/facts', { body: unanswered, headers: withKey });
				if (answer?.status !== 200) return;
				expect(answer.json.rejected).toEqual([]);
				acknowledged.push(unanswered);
				unanswered = null;
			}
		},
	};
}

/** What stands in the database of a source, by its keys and versions. */
export const stored = ({ db }: GivenWall, source: string): string[] =>
	entities
		.flatMap((entity) => {
			const { table, field } = versionIn[entity];
			return db.prepare<[string], string>(`SELECT '${entity} ' || external_id || ' ' || ${field} FROM ${table} WHERE source = ?`).pluck().all(source);
		})
		.sort();

/** What should. */
export const modelled = (model: FloorModel, source: string): string[] =>
	[...model.rows.values()].filter((kept) => kept.source === source).map(({ entity, id, row }) => `${entity} ${id} ${String(row[versionIn[entity].field])}`).sort();

/**
 * Every row that was acknowledged is there once, as it was acknowledged last; a push without an answer is there whole, which
 * `model` then learns, or not at all. `known`: how many of the acknowledged batches the model has learnt.
 */
export function expectKept(found: GivenWall, writers: readonly Writer[], model: FloorModel, known: Map<string, number>): void {
	for (const { source, acknowledged, unanswered } of writers) {
		for (const batch of acknowledged.slice(known.get(source) ?? 0)) model.push(batch, 0);
		known.set(source, acknowledged.length);
		const rows = stored(found, source);
		const open = unanswered();
		if (open && JSON.stringify(rows) !== JSON.stringify(modelled(model, source))) model.push(open, 0);
		expect(rows).toEqual(modelled(model, source));
	}
	const sums = found.db.prepare<[], (string | number)[]>('SELECT measure, slice, day, owner_key, amount FROM rollup').raw().all();
	expect(sums.map((sum) => JSON.stringify(sum)).sort()).toEqual(model.sums().map((sum) => JSON.stringify(sum)).sort());
}
