/**
 * The page of KPIs is the promise, and this holds the product to it: every metric of it is there, defined in both languages as it says,
 * explained, and computed a second time by a query of its own over raw facts.
 */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isMetricId, metricIds, metricOf } from '../../../server/metrics/catalogue.ts';
import { givenWall, people, won, type GivenWall } from '../../support/wall.ts';
import { kpisOfPage } from './kpis-page.ts';

const classes = { A: 'activity', O: 'objective', E: 'efficiency' } as const;
const betters: Record<string, string> = { '↑': 'up', '↓': 'down', '–': 'neither' };
const units: Record<string, readonly string[]> = { count: ['count'], '%': ['share'], money: ['money'], 'money/day': ['money'], ratio: ['ratio'], '×': ['ratio'], days: ['days'], duration: ['seconds'], 'as the metric': ['base'] };

const kpis = kpisOfPage();

/** By metric, wherever it stands: `independent-*.ts` export tables that are keyed so. */
const independent = new Set<string>();
for (const file of readdirSync(new URL('.', import.meta.url)).filter((name) => /^independent-[\w-]+\.ts$/.test(name))) {
	const exported: Record<string, unknown> = await import(new URL(file, import.meta.url).href);
	for (const table of Object.values(exported)) if (typeof table === 'object' && table !== null) for (const id of Object.keys(table)) independent.add(id);
}

test('the page is read as it stands', () => {
	expect(kpis.length).toBeGreaterThan(80);
	expect(new Set(kpis.map(({ id }) => id)).size).toBe(kpis.length);
	expect(kpis.find(({ id }) => id === 'deals_lost')).toEqual({ id: 'deals_lost', roles: 'AE', classes: 'O G', better: '↓', unit: 'count', hasBenchmark: false });
	expect(kpis.find(({ id }) => id === 'emails_per_rep')).toMatchObject({ roles: 'SDRM', classes: 'A L', better: '↑', unit: 'ratio' });
	expect(kpis.find(({ id }) => id === 'reach_rate')).toMatchObject({ hasBenchmark: true });
});

test('there is no metric that the page does not have, but what another is made of', () => {
	const promised = new Set(kpis.map(({ id }) => id));
	expect(metricIds.filter((id) => !promised.has(id))).toEqual([]);
});

let given: GivenWall;
beforeAll(() => {
	given = givenWall({ people: [...people], deals: [won({ owner: 'ana@x.example', on: '2026-09-03', amount: 1_200 })], stays: true });
});
afterAll(() => given.close());

describe.each(kpis)('$id', ({ id, roles, classes: named, better, unit, hasBenchmark }) => {
	test('is in the catalogue, defined in both languages as the page says', () => {
		if (!isMetricId(id)) return expect.unreachable(`${id} is not in the catalogue`);
		const metric = metricOf(id);
		const text = { en: expect.stringMatching(/\S/), sv: expect.stringMatching(/\S/) };
		expect({ label: metric.label, means: metric.means, how: metric.how }).toEqual({ label: text, means: text, how: text });
		const [kind, time] = named.split(' ');
		expect({ class: metric.class, leads: metric.leads, better: metric.better }).toEqual({ class: classes[kind as keyof typeof classes], leads: time === 'L', better: betters[better] });
		expect(units[unit]).toContain(metric.unit);
		expect([...metric.roles].sort()).toEqual(roles === 'all' ? [] : roles.toLowerCase().split(' ').sort());
		if (hasBenchmark) expect(metric.benchmark?.text).toEqual(text);
	});

	test('is explained', async () => {
		const explained = await given.explain(id);
		expect(explained).toMatchObject({ metric: id, label: expect.stringMatching(/\S/), means: expect.stringMatching(/\S/), text: expect.stringMatching(/\S/) });
		// What is not known says why.
		if (explained.value === null) expect(explained.note).toEqual(expect.stringMatching(/\S/));
	});

	test('is computed by an independent query as well', () => {
		expect([...independent]).toContain(id);
	});
});
