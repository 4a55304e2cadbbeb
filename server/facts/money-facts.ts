/** What the facts say about money, stages and sources, for whoever sets how they count. */
import type { KindState, Uncounted, Unrated } from '../../shared/money-api.ts';
import type { Db } from '../db/open.ts';
import type { Authority } from './authority.ts';
import { minorDigits, minorText, toMinor } from './money.ts';
import type { Rates } from './rates.ts';
import type { FactEntity } from './schema.ts';
import { byHand, factEntities } from './schema.ts';
import { factTables } from './streams.ts';

export interface MoneyFacts {
	/** Amounts that count nowhere for want of a rate: of deals, open ones by the rate of today, of recurring revenue and of monthly figures. */
	unrated: (today: string) => Unrated[];
	/** Every stage that a deal was ever in, on their way. */
	stages: () => { name: string; deals: number }[];
	kinds: () => KindState[];
	isSource: (name: string) => boolean;
	/** An amount was sent: what is sent without a currency has a meaning. */
	anyAmount: () => boolean;
}

const mostListed = 20;
/** A source without a fact among so many of the newest is far behind. */
const newestRead = 20_000;

const listed: Record<FactEntity, { name: string; day: string }> = {
	deals: { name: 'coalesce(name, account)', day: 'closed_day' },
	meetings: { name: 'kind', day: 'booked_day' },
	activities: { name: 'kind', day: 'day' },
	proposals: { name: 'deal', day: 'sent_day' },
	accounts: { name: 'name', day: 'created_day' },
	leads: { name: 'coalesce(name, account)', day: 'created_day' },
	movements: { name: 'account', day: 'day' },
	surveys: { name: 'account', day: 'day' },
	figures: { name: 'name', day: 'day' },
	positions: { name: 'title', day: 'opened_day' },
};

interface UnratedRow {
	amount: string;
	currency: string;
	status: string;
	closed_day: string | null;
}

export function createMoneyFacts(db: Db, { rates, authority }: { rates: Rates; authority: Authority }): MoneyFacts {
	const converted = db.prepare<[], UnratedRow>(`
		SELECT amount, currency, status, closed_day FROM deal WHERE amount IS NOT NULL AND amount_minor IS NULL AND currency IS NOT NULL AND counts = 1
		UNION ALL SELECT amount, currency, '', day FROM movement WHERE amount_minor IS NULL AND counts = 1
		UNION ALL SELECT value, currency, '', day FROM figure WHERE value_minor IS NULL AND name <> 'web_visits' AND counts = 1
		ORDER BY 2, 4`);
	const stages = db.prepare<[], { name: string; deals: number }>(`SELECT s.name, coalesce(n.deals, 0) AS deals FROM stage_order s LEFT JOIN (SELECT stage, count(*) AS deals FROM deal WHERE stage IS NOT NULL GROUP BY stage) n ON n.stage = s.name ORDER BY s.place`);
	const sources = db.prepare<[], string>('SELECT name FROM source ORDER BY name').pluck();
	const brought = db.prepare<[string], { name: string; facts: number }>('SELECT source AS name, facts FROM source_entity WHERE entity = ? AND facts > 0 ORDER BY source');
	const anyAmount = db.prepare<[], number>('SELECT 1 FROM deal WHERE amount IS NOT NULL UNION ALL SELECT 1 FROM movement UNION ALL SELECT 1 FROM figure LIMIT 1').pluck();

	const statements = factEntities.map((of) => {
		const table = factTables.get(of);
		const { name, day } = listed[of];
		return {
			of,
			newest: db.prepare<[], { source: string; newest: string }>(`SELECT source, max(day) AS newest FROM (SELECT source, ${day} AS day FROM ${table} WHERE ${day} IS NOT NULL ORDER BY ${day} DESC LIMIT ${newestRead}) GROUP BY source`),
			count: db.prepare<[], number>(`SELECT count(*) FROM ${table} WHERE counts = 0`).pluck(),
			first: db.prepare<[number], Uncounted>(`SELECT source, external_id AS externalId, coalesce(${name}, '') AS name, ${day} AS day FROM ${table} WHERE counts = 0 ORDER BY ${day} DESC LIMIT ?`),
			entered: db.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE source = ?`).pluck(),
		};
	});

	return {
		unrated: (today) => {
			const found = new Map<string, { amounts: number; minor: bigint; from: string }>();
			for (const { amount, currency, status, closed_day } of converted.iterate()) {
				const from = status === 'open' ? today : (closed_day ?? today);
				if (rates.on(currency, from) !== null) continue;
				const so = found.get(currency) ?? { amounts: 0, minor: 0n, from };
				found.set(currency, { amounts: so.amounts + 1, minor: so.minor + BigInt(toMinor(amount, minorDigits(currency))), from: from < so.from ? from : so.from });
			}
			return [...found].map(([currency, { amounts, minor, from }]) => ({ currency, amounts, sum: minorText(minor, minorDigits(currency)), from }));
		},
		stages: () => stages.all(),
		kinds: () =>
			statements.map(({ of, newest, count, first, entered }) => {
				const newestOf = new Map(newest.all().map((row) => [row.source, row.newest]));
				const byOps = entered.get(byHand) ?? 0;
				const all = [...brought.all(of), ...(byOps > 0 ? [{ name: byHand, facts: byOps }] : [])];
				return { of, authority: authority.of(of), sources: all.map((source) => ({ ...source, newest: newestOf.get(source.name) ?? null })), uncounted: { count: count.get() ?? 0, first: first.all(mostListed) } };
			}),
		isSource: (name) => sources.all().includes(name),
		anyAmount: () => anyAmount.get() !== undefined,
	};
}
