/** The boards that come with the product, built on the demo floor. */
import { describe, expect, test } from 'vitest';
import { adviceOn, kpisOf } from '../../../shared/board-advice.ts';
import type { PanelPlan } from '../../../shared/board.ts';
import { silentLog } from '../../../server/log.ts';
import { readyMade, titleOf } from '../../../server/panels/ready-made.ts';
import { startDemo } from '../../../server/sources/demo/demo.ts';
import { givenWall, type GivenWall } from '../../support/wall.ts';

const now = '2026-11-23T15:10';

/** The floor that a first start shows, as it is on a Monday afternoon. */
function givenDemoFloor(locale = 'en-GB'): GivenWall {
	const given = givenWall({ now, timeZone: 'Europe/Stockholm', locale });
	startDemo({ push: (body) => void given.wall.push(body, 'demo'), clock: { now: () => given.ms(now) }, log: silentLog, isEmpty: true, timeZone: 'Europe/Stockholm', seededOn: '2026-11-23', shown: [] }).close();
	return given;
}

const texts = (value: unknown): string[] => (typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []);
const numbers = (value: unknown): number[] => (typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : []);

test('each is built without an error, nothing on it is unknown or empty, and every text is one', async () => {
	for (const locale of ['en-GB', 'sv-SE']) {
		const given = givenDemoFloor(locale);
		for (const plan of readyMade) {
			const { board } = await given.wall.previewBoard(plan, 'floor');
			expect(board.panels.map(({ id }) => id)).toEqual(plan.panels.map(({ id }) => id));
			for (const panel of board.panels) {
				const found = { board: plan.id, panel: panel.id };
				expect({ ...found, empty: panel.empty, failed: panel.failed, stale: panel.stale }).toEqual({ ...found, empty: null, failed: null, stale: null });
				expect({ ...found, unknown: panel.figures.filter(({ number }) => number.text === '–').map(({ id }) => id) }).toEqual({ ...found, unknown: [] });
				expect({ ...found, bad: texts(panel).filter((text) => /NaN|undefined|null|Infinity|\{\w+\}/.test(text)) }).toEqual({ ...found, bad: [] });
				expect(numbers(panel).every(Number.isFinite)).toBe(true);
				if ('headline' in panel) expect({ ...found, text: panel.headline.number.text }).not.toEqual({ ...found, text: '–' });
				else if (panel.kind === 'leaderboard') expect(panel.rows.length).toBeGreaterThan(2);
			}
		}
		await given.close();
	}
});

test('each is called so in the language of the workspace, and what ops made of it by the name that they gave it', () => {
	const [floor] = readyMade;
	if (!floor) return expect.unreachable();
	expect([titleOf(floor, 'en'), titleOf(floor, 'sv'), titleOf({ ...floor, name: 'Mine' }, 'sv')]).toEqual(['Floor', 'Golvet', 'Mine']);
});

describe('their KPIs', () => {
	const given = () => givenWall({}).wall;
	test('each has five to eight of them, and activity among its results', () => {
		const { boards } = given();
		expect(readyMade.map((board) => [board.id, boards.adviceOn(board)])).toEqual([
			['floor', []],
			['sdr', []],
			['sdr-manager', []],
			['ae', []],
			['account-manager', []],
			['sales-leader', []],
			['enablement', []],
			['management', []],
			['funnel', []],
			['work-back', []],
		]);
	});
});

describe('advice', () => {
	const isDerived = (metric: string): boolean => ['pace', 'growth'].includes(metric);
	const classes: Record<string, 'activity' | 'objective' | 'efficiency'> = { calls: 'activity', mails: 'activity', sales: 'objective', rate: 'efficiency' };
	const board = (...panels: [metric: string, ...figures: (string | [derived: string, base: string | null])[]][]) => ({
		panels: panels.map(([metric, ...figures], at) => ({
			id: `p${at}`, kind: 'trend' as const, metric, scope: 'company', period: 'week' as const, ranking: 'result' as const, by: null, seconds: null, pinned: false, times: null,
			figures: figures.map((figure) => (typeof figure === 'string' ? { metric: figure, base: null, period: 'week' as const } : { metric: figure[0], base: figure[1], period: 'week' as const })),
		})),
	});
	test('a KPI is a metric of a panel or a figure, counted once; what is derived counts as what it is derived from', () => {
		expect(kpisOf(board(['sales', 'calls', 'sales', ['pace', null]], ['sales', ['growth', 'mails'], 'rate'], ['calls']), isDerived)).toEqual(['sales', 'calls', 'mails', 'rate']);
	});
	test('a sheet is one KPI, its first column; a funnel is where it begins and what it converts; a forecast is one besides what it is of', () => {
		const [one] = board(['calls', 'mails', 'rate']).panels;
		if (!one) return expect.unreachable();
		const as = (part: Partial<PanelPlan>) => kpisOf({ panels: [{ ...one, ...part }] }, isDerived);
		expect(as({ kind: 'activity-sheet' })).toEqual(['calls']);
		expect(as({ kind: 'scorecard' })).toEqual(['calls', 'mails', 'rate']);
		expect(as({ kind: 'funnel', by: 'calls', figures: [] })).toEqual(['calls', 'connect_rate', 'connect_to_meeting_rate', 'meeting_to_sql_rate']);
		expect(as({ kind: 'forecast', metric: 'sales', figures: [] })).toEqual(['sales', 'forecast']);
	});
	test.each([
		[['sales', 'calls', 'rate', 'mails'], [{ about: 'few', count: 4 }]],
		[['sales', 'calls', 'rate', 'mails', 'a'], []],
		[['sales', 'calls', 'a', 'b', 'c', 'd', 'e', 'f'], []],
		[['sales', 'calls', 'a', 'b', 'c', 'd', 'e', 'f', 'g'], [{ about: 'many', count: 9 }]],
		[['sales', 'rate', 'a', 'b', 'c'], [{ about: 'no-activity' }]],
		[['rate'], [{ about: 'few', count: 1 }, { about: 'no-activity' }]],
		[['calls', 'mails', 'a', 'b', 'c'], [{ about: 'only-activity' }]],
		[[], [{ about: 'few', count: 0 }]],
	])('of %j it is %j', (kpis, advice) => {
		expect(adviceOn(kpis, (metric) => classes[metric])).toEqual(advice);
	});
});
