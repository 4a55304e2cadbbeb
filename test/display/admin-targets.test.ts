import { describe, expect, test } from 'vitest';
import type { LoggedChange, TargetCell, TargetChange, TargetGrid } from '../../shared/api.ts';
import type { Api, Refusal, Reply } from '../../display/admin/http.ts';
import { TargetsPage } from '../../display/admin/targets.svelte.ts';

const months = ['2026-11', '2026-12'];
const scopes = ['company', 'team:North', 'person:ana@x.example', 'person:bo@x.example'];
const column = { nov: 0, dec: 1 };
const row = { company: 0, north: 1, ana: 2, bo: 3 };

/** Keeps targets as the server does: one request, all or nothing, refused when `was` differs. */
function givenServer(standing: TargetCell[] = [], locked: string[] = []) {
	const cells = new Map(standing.map((cell) => [`${cell.scope}|${cell.period}`, cell.value]));
	const puts: TargetChange[][] = [];
	let refusal: Refusal | null = null;
	const grid = (metric: string): TargetGrid => ({
		metric,
		unit: 'money',
		label: 'Sales',
		metrics: [{ id: 'sales', label: 'Sales', unit: 'money', isSum: true }],
		kind: 'month',
		periods: months.map((id) => ({ id, label: id, from: `${id}-01`, to: `${id}-30`, lock: { state: locked.includes(id) ? 'locked' : 'open' } })),
		rows: scopes.map((scope) => ({
			scope,
			kind: scope === 'company' ? 'company' : scope.startsWith('team') ? 'team' : 'person',
			name: scope,
			team: scope.startsWith('person') ? 'team:North' : null,
			cells: months.map((month) => ({ value: cells.get(`${scope}|${month}`) ?? null, sums: [] })),
		})),
	});
	const api: Pick<Api, 'grid' | 'log' | 'targets' | 'setTargets' | 'undo' | 'lockTargets'> = {
		grid: async (metric) => ({ ok: true, value: grid(metric) }),
		log: async () => ({ ok: true, value: [] }),
		targets: async () => ({ ok: true, value: [...cells].map(([key, value]) => ({ metric: 'sales', scope: key.split('|')[0] ?? '', period: key.split('|')[1] ?? '', value })) }),
		setTargets: async (changes): Promise<Reply<TargetCell[]>> => {
			puts.push(changes);
			if (refusal) return refusal;
			const clash = changes.find(({ scope, period, was }) => (cells.get(`${scope}|${period}`) ?? null) !== was);
			if (clash) return { ok: false, status: 409, error: 'conflict', message: 'changed' };
			for (const { scope, period, value } of changes) cells.set(`${scope}|${period}`, value);
			return { ok: true, value: changes };
		},
		undo: async () => ({ ok: true, value: {} }),
		lockTargets: async ({ period }) => {
			locked.splice(locked.indexOf(period), 1);
			return { ok: true, value: { state: 'unlocked', author: 'ops', at: '2026-12-01T00:00:00Z' } };
		},
	};
	return {
		// The page uses no other call.
		api: api as Api,
		cells,
		puts,
		refuse: (with_: Refusal | null) => {
			refusal = with_;
		},
	};
}

const idle = () => new Promise((resolve) => setTimeout(resolve, 5));

async function givenPage(server: ReturnType<typeof givenServer>): Promise<TargetsPage> {
	const page = new TargetsPage({
		api: server.api,
		settings: () => ({ locale: 'en-GB', currency: 'EUR' }),
		month: '2026-11',
		months: 2,
		mayEdit: () => true,
		say: ({ message }) => message,
		onSignedOut: () => undefined,
		now: () => 1_000,
	});
	await page.refresh();
	return page;
}

const states = (page: TargetsPage) => [...page.marks.values()].map(({ place, state }) => `${place.scope} ${state.kind}`);
const sales = (scope: string, period: string, value: number | null): TargetCell => ({ metric: 'sales', scope, period, value });

describe('saving', () => {
	test('a typed cell is one request that says what stood there', async () => {
		const server = givenServer([sales('company', '2026-11', 100)]);
		const page = await givenPage(server);
		page.commit({ row: row.company, column: column.nov, text: '250,000' });
		expect(states(page)).toEqual(['company saving']);
		await idle();
		expect(server.puts).toEqual([[{ metric: 'sales', scope: 'company', period: '2026-11', value: 250_000, was: 100 }]]);
		expect(page.marks.size).toBe(0);
		expect(page.grid?.rows[0]?.cells[0]?.value).toBe(250_000);
		expect(page.savedAt).toBe(1_000);
	});

	test('what is the same as before is not sent', async () => {
		const server = givenServer([sales('company', '2026-11', 100)]);
		const page = await givenPage(server);
		page.commit({ row: row.company, column: column.nov, text: '100.00' });
		page.commit({ row: row.ana, column: column.nov, text: ' ' });
		await idle();
		expect(server.puts).toEqual([]);
		expect(page.marks.size).toBe(0);
	});

	test('a cell typed twice before the first answer builds on the first', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commit({ row: row.ana, column: column.nov, text: '1' });
		page.commit({ row: row.ana, column: column.nov, text: '2' });
		await idle();
		expect(server.puts.map(([change]) => [change?.was, change?.value])).toEqual([
			[null, 1],
			[1, 2],
		]);
		expect(page.marks.size).toBe(0);
	});

	test('a paste is one request', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commitBlock(
			[
				{ row: row.ana, column: column.nov, text: '10' },
				{ row: row.ana, column: column.dec, text: '' },
				{ row: row.bo, column: column.nov, text: '30' },
			],
			0,
		);
		await idle();
		expect(server.puts).toHaveLength(1);
		expect(server.puts[0]?.map(({ scope, value }) => [scope, value])).toEqual([
			['person:ana@x.example', 10],
			['person:bo@x.example', 30],
		]);
	});
});

describe('a paste with a cell that is no number', () => {
	const paste = [
		{ row: row.ana, column: column.nov, text: '10' },
		{ row: row.bo, column: column.nov, text: 'abc' },
	];

	test('is not sent at all until the cell is put right, and then at once and whole', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commitBlock(paste, 0);
		await idle();
		expect(server.puts).toEqual([]);
		expect(states(page)).toEqual(['person:ana@x.example ready', 'person:bo@x.example invalid']);
		page.commit({ row: row.bo, column: column.nov, text: '20' });
		await idle();
		expect(server.puts.map((changes) => changes.map(({ value }) => value))).toEqual([[10, 20]]);
		expect(page.marks.size).toBe(0);
	});

	test('can be saved without it', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commitBlock(paste, 0);
		page.saveReady();
		await idle();
		expect(server.puts.map((changes) => changes.map(({ value }) => value))).toEqual([[10]]);
		expect(page.marks.size).toBe(0);
	});

	test('can be dropped', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commitBlock(paste, 0);
		page.dropAll();
		await idle();
		expect(server.puts).toEqual([]);
		expect(page.marks.size).toBe(0);
	});

	test('goes through when the bad cell alone is dropped', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commitBlock(paste, 0);
		page.drop(row.bo, column.nov);
		await idle();
		expect(server.puts.map((changes) => changes.map(({ value }) => value))).toEqual([[10]]);
	});

	test('does not hold up a cell typed elsewhere', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.commitBlock(paste, 0);
		page.commit({ row: row.company, column: column.dec, text: '5' });
		await idle();
		expect(server.puts.map((changes) => changes.map(({ value }) => value))).toEqual([[5]]);
		expect(states(page)).toEqual(['person:ana@x.example ready', 'person:bo@x.example invalid']);
	});
});

test('a paste that is larger than the table waits for a decision', async () => {
	const server = givenServer();
	const page = await givenPage(server);
	page.commitBlock([{ row: row.bo, column: column.dec, text: '10' }], 3);
	await idle();
	expect(server.puts).toEqual([]);
	expect(page.outside?.count).toBe(3);
	page.saveReady();
	await idle();
	expect(server.puts).toHaveLength(1);
	expect(page.outside).toBeNull();
});

describe('when somebody else was faster', () => {
	test('their value stands and is shown, mine is kept to be written over it on purpose', async () => {
		const server = givenServer([sales('company', '2026-11', 100)]);
		const page = await givenPage(server);
		server.cells.set('company|2026-11', 140);
		page.commit({ row: row.company, column: column.nov, text: '120' });
		await idle();
		expect(server.cells.get('company|2026-11')).toBe(140);
		const mark = page.markAt(row.company, column.nov);
		expect(mark?.state).toEqual({ kind: 'conflict', value: 120, now: 140, by: null });
		page.settleAll('mine');
		await idle();
		expect(server.cells.get('company|2026-11')).toBe(120);
		expect(page.marks.size).toBe(0);
	});

	test('nothing of a paste is saved, and only the changed cell is a conflict', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		server.cells.set('person:bo@x.example|2026-11', 7);
		page.commitBlock(
			[
				{ row: row.ana, column: column.nov, text: '10' },
				{ row: row.bo, column: column.nov, text: '20' },
			],
			0,
		);
		await idle();
		expect(server.cells.get('person:ana@x.example|2026-11')).toBeUndefined();
		expect(states(page)).toEqual(['person:ana@x.example ready', 'person:bo@x.example conflict']);
		page.saveReady();
		await idle();
		expect(server.cells.get('person:ana@x.example|2026-11')).toBe(10);
		expect(server.cells.get('person:bo@x.example|2026-11')).toBe(7);
	});

	test('typing into the cell again is a new change of the value that is seen', async () => {
		const server = givenServer([sales('company', '2026-11', 100)]);
		const page = await givenPage(server);
		server.cells.set('company|2026-11', 140);
		page.commit({ row: row.company, column: column.nov, text: '120' });
		await idle();
		page.commit({ row: row.company, column: column.nov, text: '150' });
		await idle();
		expect(server.puts.at(-1)).toEqual([{ metric: 'sales', scope: 'company', period: '2026-11', value: 150, was: 140 }]);
		expect(server.cells.get('company|2026-11')).toBe(150);
	});
});

test('what could not be sent stays in its cell and can be tried again', async () => {
	const server = givenServer();
	const page = await givenPage(server);
	server.refuse({ ok: false, status: 0, error: 'no_connection', message: 'no connection' });
	page.commit({ row: row.ana, column: column.nov, text: '10' });
	await idle();
	expect(page.markAt(row.ana, column.nov)?.state).toEqual({ kind: 'failed', value: 10, message: 'no connection' });
	server.refuse(null);
	page.retry();
	await idle();
	expect(server.cells.get('person:ana@x.example|2026-11')).toBe(10);
});

test('a refusal that names one cell marks that one', async () => {
	const server = givenServer();
	const page = await givenPage(server);
	server.refuse({ ok: false, status: 400, error: 'out_of_range', message: 'too much', field: '[1].value' });
	page.commitBlock(
		[
			{ row: row.ana, column: column.nov, text: '10' },
			{ row: row.bo, column: column.nov, text: '20' },
		],
		0,
	);
	await idle();
	expect(states(page)).toEqual(['person:ana@x.example ready', 'person:bo@x.example failed']);
});

describe('a locked period', () => {
	test('takes no change: the cell is marked before anything is sent, the same value is no change, and the rest of a paste waits', async () => {
		const server = givenServer([sales('company', '2026-11', 100)], ['2026-11']);
		const page = await givenPage(server);
		page.commitBlock([{ row: row.company, column: column.nov, text: '100' }, { row: row.ana, column: column.nov, text: '5' }, { row: row.ana, column: column.dec, text: '6' }], 0);
		await idle();
		expect(server.puts).toEqual([]);
		expect([...page.marks.values()].map(({ state }) => state)).toEqual([{ kind: 'invalid', problem: 'locked' }, { kind: 'ready', value: 6 }]);
		expect(page.isUnsaved).toBe(true);
		expect(page.waitingFor({ id: '2026-11', from: '2026-11-01', to: '2026-11-30' }).saves).toBe(2);
		expect(page.waitingFor({ id: '2026-12', from: '2026-12-01', to: '2026-12-31' }).saves).toBe(0);
		expect(await page.lock({ id: '2026-11', from: '2026-11-01', to: '2026-11-30' }, false)).toBe('');
		await idle();
		expect(server.puts).toHaveLength(1);
		expect(server.puts[0]?.map(({ period, value }) => [period, value])).toEqual([['2026-11', 5], ['2026-12', 6]]);
		expect(page.marks.size).toBe(0);
		expect(page.isUnsaved).toBe(false);
	});

	test('once unlocked saves nothing of a paste that waits for more than that', async () => {
		const server = givenServer([], ['2026-11']);
		const page = await givenPage(server);
		page.commitBlock([{ row: row.ana, column: column.nov, text: '5' }, { row: row.bo, column: column.dec, text: 'abc' }], 0);
		const november = { id: '2026-11', from: '2026-11-01', to: '2026-11-30' };
		expect(page.waitingFor(november).saves).toBe(0);
		await page.lock(november, false);
		await idle();
		expect(server.puts).toEqual([]);
		expect(states(page)).toEqual(['person:ana@x.example ready', 'person:bo@x.example invalid']);
	});
});

describe('the log', () => {
	test('is read further back, and stays so when it is read anew', async () => {
		const server = givenServer();
		const changes = Array.from({ length: 120 }, (_, at): LoggedChange => ({ entry: 120 - at, at: '2026-11-01T00:00:00Z', author: 'ops', undo: { possible: true, reason: '' }, undoes: null, cells: [] }));
		const page = await givenPage({ ...server, api: { ...server.api, log: async ({ limit, before = 1_000 }) => ({ ok: true, value: changes.filter(({ entry }) => entry < before).slice(0, limit) }) } });
		const seen = () => [page.history.shown?.length, page.history.older];
		expect(seen()).toEqual([50, 71]);
		await page.moreHistory();
		expect(seen()).toEqual([100, 21]);
		await page.refresh();
		expect(seen()).toEqual([100, 21]);
		await page.moreHistory();
		expect(seen()).toEqual([120, null]);
	});
});

describe('a paste by names', () => {
	test('waits while a row names nobody, and is saved without it on purpose', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		await page.commitNamed({ cells: [{ scope: 'person:bo@x.example', period: '2026-12', text: '5' }], count: 0, rows: ['Nobody'], several: [], columns: [] });
		await idle();
		expect([server.puts, page.outside?.rows]).toEqual([[], ['Nobody']]);
		page.saveReady();
		await idle();
		expect(server.puts[0]).toEqual([{ metric: 'sales', scope: 'person:bo@x.example', period: '2026-12', value: 5, was: null }]);
		expect(page.outside).toBeNull();
	});

	test('names what could not be shown, and is saved without it on purpose only', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		// This server shows the same two months, whatever is asked for.
		await page.commitNamed({ cells: [{ scope: 'company', period: '2026-12', text: '5' }, { scope: 'company', period: '2027-03', text: '6' }, { scope: 'company', period: '2027-04', text: '' }], count: 0, rows: [], several: [], columns: [] });
		await idle();
		expect([server.puts, page.outside?.columns, page.count]).toEqual([[], ['2027-03'], 6]);
	});

	test('reaches people whose team is folded away', async () => {
		const server = givenServer();
		const page = await givenPage(server);
		page.fold('team:North');
		expect(page.shown?.rows.map(({ scope }) => scope)).toEqual(['company', 'team:North']);
		await page.commitNamed({ cells: [{ scope: 'person:bo@x.example', period: '2026-12', text: '5' }], count: 0, rows: [], several: [], columns: [] });
		await idle();
		expect(server.cells.get('person:bo@x.example|2026-12')).toBe(5);
	});
});
