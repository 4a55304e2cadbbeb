/** For how long facts are kept: what it would do is said before, it asks to be confirmed, and it comes about by itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keepsAll, type Keep } from '../../../shared/retention-api.ts';
import { InputError } from '../../../server/errors.ts';
import { silentLog } from '../../../server/log.ts';
import { lineOf } from '../../../server/metrics/retention-desk.ts';
import { createWall } from '../../../server/wall.ts';
import { ana, bo, booked, call, email, givenWall, people, stillMay, type GivenWall, type Setting } from '../../support/wall.ts';

const now = '2026-09-15T09:00';
const name = 'North & Sons';
const months = (from: string, count: number): string[] => Array.from({ length: count }, (_, index) => Temporal.PlainDate.from(`${from}-15`).add({ months: index }).toString().slice(0, 7));
/** Two calls in the middle of each of thirty months. */
const callsOf = () => months('2024-04', 30).flatMap((month) => [call({ on: `${month}-15T10:00`, owner: ana }), call({ on: `${month}-16`, owner: bo })]);
const given = (setting: Setting = {}): GivenWall => givenWall({ now, people: [...people], activities: callsOf(), ...setting });
const keep = (part: Partial<Keep>): Keep => ({ ...keepsAll, ...part });
const save = async ({ wall }: GivenWall, part: Partial<Keep>, confirm = name): Promise<void> => {
	await wall.retention.save({ keep: keep(part), confirm }, 'chris', stillMay);
	await wall.retention.look();
};
const oldest = ({ db }: GivenWall): unknown => db.prepare('SELECT min(day) FROM activity').pluck().get();

test.each([
	['2026-09-15', 13, '2025-08-01'],
	['2026-09-01', 24, '2024-09-01'],
	['2026-03-31', 13, '2025-02-01'],
	['2028-02-29', 24, '2026-02-01'],
])('on %s, with %i months kept, what lies before %s goes', (today, kept, line) => {
	expect(lineOf(kept, today)).toBe(line);
});

test('nothing goes unless somebody said so', async () => {
	const floor = given();
	await floor.wall.retention.look();
	expect([oldest(floor), floor.wall.retention.state().kinds.map(({ months: kept }) => kept)]).toEqual(['2024-04-15', [null, null, null]]);
});

describe('before it is saved', () => {
	test('it is said what would go, which figures are lost, and which months were never closed', async () => {
		const floor = given({});
		const preview = await floor.wall.retention.preview(keep({ activities: 24, meetings: 24 }));
		expect(preview.kinds).toEqual([{ of: 'activities', before: '2024-09-01', oldest: '2024-04-15', facts: 10 }]);
		expect(preview.unclosed).toEqual([
			{ month: '2024-04', label: 'April 2024' }, { month: '2024-05', label: 'May 2024' }, { month: '2024-06', label: 'June 2024' }, { month: '2024-07', label: 'July 2024' }, { month: '2024-08', label: 'August 2024' },
		]);
		expect(preview.figures.map(({ of }) => of)).toEqual(['activities', 'meetings']);
		expect(preview.figures[0]?.labels).toEqual(expect.arrayContaining(['Calls made', 'Connect rate', 'Leads worked', 'Stalled deals', 'Customer interactions']));
		expect(preview.figures[0]?.labels).not.toContain('Sales');
		expect(preview.figures[1]?.labels).toEqual(expect.arrayContaining(['Meetings booked', 'No-show rate', 'Upcoming meetings']));
		expect([preview.backup, oldest(floor)]).toEqual([false, '2024-04-15']);
	});
	test('of what is all younger it is said that nothing goes', async () => {
		expect(await given().wall.retention.preview(keep({ activities: 60 }))).toMatchObject({ kinds: [], unclosed: [] });
	});
	test('a wish that keeps less asks for the name of the workspace, and one that keeps more does not', async () => {
		const floor = given();
		for (const confirm of ['', 'north & sons', 'yes']) await expect(save(floor, { activities: 24 }, confirm)).rejects.toMatchObject({ status: 400, code: 'not_confirmed', field: 'confirm' });
		expect(oldest(floor)).toBe('2024-04-15');
		await save(floor, { activities: 24 }, ` ${name} `);
		expect(oldest(floor)).toBe('2024-09-15');
		await save(floor, { activities: 36 }, '');
		await expect(save(floor, { activities: 36, meetings: 100 }, '')).rejects.toMatchObject({ code: 'not_confirmed' });
	});
});

describe('a backup', () => {
	const withBackup = (floor: GivenWall, backUp: () => Promise<unknown>) => {
		const wall = createWall({ db: floor.db, log: silentLog, clock: { now: () => floor.ms(now) }, tickMs: 60_000, demo: false, build: 'test', version: '0', backUp });
		return wall.retention;
	};
	test('is made before anything goes', async () => {
		const floor = given();
		const seen: unknown[] = [];
		const desk = withBackup(floor, async () => void seen.push(oldest(floor)));
		expect((await desk.preview(keep({ activities: 24 }))).backup).toBe(true);
		await desk.save({ keep: keep({ activities: 24 }), confirm: name }, 'chris', stillMay);
		await desk.look();
		expect([seen, oldest(floor)]).toEqual([['2024-04-15'], '2024-09-15']);
	});
	test('that something else is in the way of is said as that', async () => {
		const desk = withBackup(given(), () => Promise.reject(new InputError('wait', { status: 409, code: 'busy' })));
		await expect(desk.save({ keep: keep({ activities: 24 }), confirm: name }, 'chris', stillMay)).rejects.toMatchObject({ status: 409, code: 'busy' });
	});
	test('that fails leaves everything as it was', async () => {
		const floor = given();
		const desk = withBackup(floor, () => Promise.reject(new Error('no room')));
		await expect(desk.save({ keep: keep({ activities: 24 }), confirm: name }, 'chris', stillMay)).rejects.toMatchObject({ status: 503, code: 'no_backup' });
		await desk.look();
		expect([oldest(floor), desk.state().kinds[0]?.months]).toEqual(['2024-04-15', null]);
	});
});

describe('from then on', () => {
	test('another month goes as the month turns, and nothing in between', async () => {
		const floor = given();
		await save(floor, { activities: 24 });
		for (const [time, first] of [['2026-09-30T23:00', '2024-09-15'], ['2026-10-01T00:10', '2024-10-15'], ['2026-11-20T09:00', '2024-11-15']] as const) {
			floor.at(time);
			await floor.wall.retention.look();
			expect([time, oldest(floor)]).toEqual([time, first]);
		}
		expect(floor.wall.journal.count(['facts retired'])).toBe(3);
	});
	test('what arrives dated before it is not kept, and what is moved there goes', async () => {
		const floor = given();
		await save(floor, { activities: 24 });
		expect(floor.push({ activities: [email({ on: '2024-08-31', owner: ana })] }).warnings).toMatchObject([{ code: 'too_old' }]);
		floor.push({ activities: [email({ external_id: 'moved', on: '2026-01-02', owner: ana })] });
		floor.push({ activities: [email({ external_id: 'moved', on: '2024-01-02', owner: ana })] });
		await floor.wall.retention.look();
		expect(oldest(floor)).toBe('2024-09-15');
	});
	test('a clock that runs years ahead takes nothing along, until somebody has looked at it', async () => {
		const floor = given();
		await save(floor, { activities: 24 });
		floor.at('2031-01-01T09:00');
		await floor.wall.retention.look();
		expect([oldest(floor), floor.wall.retention.waiting()]).toEqual(['2024-09-15', ['activities']]);
		expect(floor.wall.retention.state().kinds.map(({ isWaiting }) => isWaiting)).toEqual([true, false, false]);
		// That years go is confirmed like what goes at first.
		await expect(save(floor, { activities: 24 }, '')).rejects.toMatchObject({ code: 'not_confirmed' });
		expect(oldest(floor)).toBe('2024-09-15');
		await save(floor, { activities: 24 });
		expect([oldest(floor), floor.wall.retention.waiting()]).toEqual([null, []]);
	});
	test('a server that is stopped in the middle goes on where it was', async () => {
		const floor = given();
		floor.push({ activities: Array.from({ length: 1_200 }, (_, index) => call({ external_id: `many-${index}`, on: '2024-05-02', owner: ana })) });
		await floor.wall.retention.save({ keep: keep({ activities: 24 }), confirm: name }, 'chris', stillMay);
		// One step is done as it is saved; the wall is closed before the next.
		await floor.wall.retention.stop();
		expect(floor.db.prepare(`SELECT count(*) FROM activity WHERE day < '2024-09-01'`).pluck().get()).toBeGreaterThan(0);
		const again = createWall({ db: floor.db, log: silentLog, clock: { now: () => floor.ms(now) }, tickMs: 60_000, demo: false, build: 'test', version: '0' });
		await again.retention.look();
		expect(oldest(floor)).toBe('2024-09-15');
	});
	test('what was set is in the list of changes in words, and is not undone there', async () => {
		const floor = given();
		await save(floor, { activities: 24 });
		await save(floor, { activities: 30, proposals: 120 });
		const { changes } = floor.wall.changes.list({ of: 'settings' });
		expect(changes.map(({ says, author, undo }) => [says, author, undo.possible])).toEqual([
			['Set how long facts are kept: activities for 30 months, proposals for 10 years. Before: activities for 2 years, proposals for ever.', 'chris', false],
			['Set how long facts are kept: activities for 2 years. Before: activities for ever.', 'chris', false],
		]);
		expect(() => floor.wall.changes.undo(changes[0]?.entry ?? 0, 'chris')).toThrow('under System, Retention');
	});
	test('older ones are taken again once they are kept for ever and somebody says so', async () => {
		const floor = given();
		await save(floor, { activities: 24 });
		expect(() => floor.wall.retention.lift({ of: 'activities' }, 'chris')).toThrow('still to be taken out');
		await save(floor, {});
		expect(floor.push({ activities: [email({ on: '2024-08-31', owner: ana })] }).warnings).toHaveLength(1);
		expect(await floor.value('emails_sent', { period: '2024-08' })).toBeNull();
		floor.wall.retention.lift({ of: 'activities' }, 'chris');
		floor.push({ activities: [email({ on: '2024-08-31', owner: ana })] });
		expect([await floor.value('emails_sent', { period: '2024-08' }), floor.wall.retention.state().kinds[0]?.before]).toEqual([1, null]);
	});
});

describe('what is shown of a time that is not known any more', () => {
	const lost = async (): Promise<GivenWall> => {
		const floor = given();
		floor.push({ meetings: [booked({ on: '2024-06-03', by: bo }), booked({ on: '2026-09-03', by: bo })] });
		await save(floor, { activities: 13, meetings: 24 });
		return floor;
	};
	test('[M19] a chart of quarters has no bar for them, and those since are whole', async () => {
		const floor = await lost();
		const plan = { metric: 'calls_made', kind: 'quarter' as const };
		const values = await floor.by(plan.metric, 'quarter', { period: '2025' });
		expect(values).toEqual({ '2025-Q1': null, '2025-Q2': null, '2025-Q3': null, '2025-Q4': 6 });
		expect((await floor.explain('calls_made', { period: '2026' })).previous).toMatchObject({ period: '2025', value: null, text: '–', change: null });
	});
	test('[M19] a panel of such a moment says so instead of a smaller number', async () => {
		const floor = await lost();
		const panels = (await floor.board('2024-06-20T12:00')).panels.filter(({ id }) => id.includes('meetings'));
		expect(panels.map(({ id, empty }) => [id, empty])).toEqual(panels.map(({ id }) => [id, expect.stringMatching(/^Not known any more: of (week 25|June 2024|2024|Q2 2024|.*) not all facts are kept\.$/)]));
		expect(panels.length).toBeGreaterThan(0);
		expect((await floor.board()).panels.filter(({ empty }) => empty?.startsWith('Not known'))).toEqual([]);
	});
	test('a closed month stays as it was, and what it lacks by now is no change of it', async () => {
		const floor = given();
		const { id } = await floor.wall.closing.close({ month: '2025-05' }, 'ops');
		const closed = (await floor.wall.review.document({ month: '2025-05', scope: 'company' })).sections;
		await save(floor, { activities: 13 });
		expect((await floor.wall.review.document({ month: '2025-05', scope: 'company' })).sections).toEqual(closed);
		expect(JSON.stringify(closed)).toContain('Calls made');
		const since = await floor.wall.closing.changes({ close: String(id) });
		expect([since.facts, since.figures, since.ops.map(({ text }) => text)]).toEqual([[], [], ['Set how long facts are kept: activities for 13 months. Before: activities for ever.']]);
	});
	test('the review of a month that was never closed has no noughts for it', async () => {
		const floor = given();
		const before = JSON.stringify((await floor.wall.review.document({ month: '2025-05', scope: 'company' })).sections);
		await save(floor, { activities: 13 });
		const after = JSON.stringify((await floor.wall.review.document({ month: '2025-05', scope: 'company' })).sections);
		expect([before.includes('"calls_made"'), after.includes('"calls_made"')]).toEqual([true, false]);
	});
});

test('the file does not grow again for as many facts as were taken out', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const floor = givenWall({ now, people: [...people], file: join(folder, 'floor.sqlite') });
	const many = (on: string) => floor.push({ activities: Array.from({ length: 4_000 }, (_, index) => call({ external_id: `${on}-${index}`, on, owner: ana })) });
	many('2024-05-02');
	const { size } = floor.wall.retention.state().file;
	await save(floor, { activities: 24 });
	expect(floor.wall.retention.state().file).toEqual({ size, unused: expect.any(Number) });
	expect(floor.wall.retention.state().file.unused).toBeGreaterThan(size / 3);
	many('2026-09-02');
	expect(floor.wall.retention.state().file.size).toBeLessThan(size * 1.05);
});
