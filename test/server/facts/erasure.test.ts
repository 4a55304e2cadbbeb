/** [M18] Erased, a person is left nowhere in the database, every figure stands, and no push brings the name back. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { bo, booked, call, cy, givenWall, open, people, proposal, rollupsOf, won, type GivenWall } from '../../support/wall.ts';
import { deskOf } from '../../support/corrections.ts';

const now = '2026-09-15T09:00';
const [name, address, other] = ['Mirabel Quist', 'mirabel.quist@x.example', 'mq@phones.example'];
const metrics = ['sales', 'deals_won', 'deals_lost', 'win_rate', 'calls_made', 'meetings_booked', 'meetings_held', 'proposals_sent', 'pipeline_value', 'open_deals', 'reps_at_quota', 'quota_attainment', 'new_accounts'];

const givenFile = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'floor.db');
};

/** Somebody with everything: two names, facts of every kind, corrections, targets, a photo, a board, somebody they manage. */
function givenMirabel(file = givenFile()): GivenWall {
	const given = givenWall({ now, file, people: [...people, { email: address, name, id: 'u-77', team: 'North', role: 'ae', start: '2026-01-01' }, { email: 'dee@x.example', name: 'Dee', team: 'South', manager: name }] });
	given.push({
		deals: [
			won({ external_id: 'D-1', owner: address, sdr: address, on: '2026-09-05T10:00', amount: '100.25', account: 'Acme', created: '2026-08-01' }),
			won({ external_id: 'D-2', owner: name, on: '2026-08-05', amount: '10.10', account: 'Acme' }),
			open({ external_id: 'D-3', owner: address, amount: 50, created: '2026-09-01', stage: 'Demo' }),
			won({ external_id: 'D-4', owner: cy, on: '2026-09-05', amount: 3 }),
		],
		meetings: [booked({ external_id: 'M-1', by: bo, owner: address, on: '2026-09-02', scheduled_for: '2026-09-03', status: 'held' }), booked({ external_id: 'M-2', by: address, on: '2026-09-02' })],
		proposals: [proposal({ external_id: 'P-1', owner: name, on: '2026-09-02' })],
		accounts: [{ external_id: 'A-1', name: 'Acme', owner: address, created: '2026-09-01' }],
	});
	given.push({ source: 'dialer', people: [{ name: 'M. Quist' }], activities: [call({ external_id: 'C-1', owner: 'M. Quist', on: '2026-09-02' }), call({ external_id: 'C-2', owner: other, on: '2026-09-03' })] });
	given.wall.identifying.identities.merge(given.idOf('M. Quist'), given.idOf(address), given.head());
	given.wall.identifying.identities.change(given.idOf(address), { add: other }, given.head());
	// The log of a correction and of rows that were replaced.
	given.push({ deals: [{ external_id: 'D-3', owner: address, status: 'open', amount: 60, created: '2026-09-01', stage: 'Offer' }] });
	const desk = deskOf(given);
	desk.correct('D-4', { owner: address });
	desk.exclude('D-2');
	given.wall.corrections.correct({ kind: 'correct', entity: 'deals', source: 'crm', externalId: 'D-1', seen: desk.see('D-1').seen, reason: `${name} asked for it, see ${address}`, set: { stage: 'Signed' } }, 'ops', given.head().at);
	given.target(`person:${address}`, '2026-09', 200);
	given.target('team:South', '2026-09', 100);
	given.wall.journal.together(() => given.wall.journal.apply('photo set', { person: given.idOf(address), photo: given.wall.photos.keep({ type: 'image/png', bytes: Buffer.from('a photo of somebody') }) }, given.head()));
	return given;
}

const erase = (given: GivenWall, typed = name) => given.wall.identifying.erase(given.idOf(address), typed, given.head());
async function figures({ explain }: GivenWall) {
	const found: unknown[] = [];
	for (const metric of metrics)
		for (const period of ['2026-09', '2026-08', '2026'])
			for (const scope of ['company', 'team:North', 'team:South']) {
				const { value, numerator, denominator, target } = await explain(metric, { metric, period, scope });
				found.push([metric, period, scope, value, numerator, denominator, target ?? null]);
			}
	return found;
}
const fileBytes = (file: string): string => readdirSync(join(file, '..')).map((each) => readFileSync(join(file, '..', each)).toString('latin1').toLowerCase()).join('\n');

describe('erasing', () => {
	test('leaves name, addresses, handle, keys and photo nowhere in the file, and every figure as it was', async () => {
		const file = givenFile();
		const given = givenMirabel(file);
		const before = await figures(given);
		expect(fileBytes(file)).toContain('mirabel');
		expect(erase(given)).toMatchObject({ isSwept: true });
		expect(await figures(given)).toEqual(before);
		const { kept, rebuilt } = rollupsOf(given);
		expect(kept).toEqual(rebuilt);
		expect(await figures(given)).toEqual(before);
		given.db.pragma('wal_checkpoint(TRUNCATE)');
		for (const trace of ['mirabel', 'quist', other, 'u-77', 'a photo of somebody']) expect([trace, fileBytes(file).includes(trace)]).toEqual([trace, false]);
	});

	test('their facts stand unnamed, with neither initials nor photo, and a board of theirs stays theirs', async () => {
		const given = givenMirabel();
		const id = given.idOf(address);
		erase(given);
		const row = (await given.view('leaderboard', 'leaders-sales')).rows.find((each) => each.id === `person:${id}`);
		expect(row).toMatchObject({ name: 'Former colleague', initials: '', photo: null });
		expect(await given.by('sales', 'person', { period: '2026-09' })).toEqual({ [`erased:${id}`]: 103.25 });
		expect(given.db.prepare('SELECT manager FROM person WHERE name = ?').pluck().get('Dee')).toBeNull();
		expect(given.wall.changes.list({ of: 'people' }).changes[0]).toMatchObject({ says: `Somebody was erased (number ${id}).`, undo: { possible: false, reason: 'who was erased cannot come back' } });
		for (const change of given.wall.changes.list({ of: 'people' }).changes) expect(change.undo.possible).toBe(false);
		expect(given.wall.corrections.log({}).entries.map(({ reason }) => reason)).toContain(`Former colleague asked for it, see Former colleague`);
	});

	test('what a source sends later counts unnamed, a row of the person is not taken, and the source’s own corrections go on', async () => {
		const given = givenMirabel();
		const id = given.idOf(address);
		erase(given);
		const rows = [{ email: address.toUpperCase(), name, team: 'South' }, { id: 'u-77', name: 'Mira' }, { name }];
		const { warnings, rejected, unknownOwners } = given.push({ people: rows, deals: [won({ external_id: 'D-9', owner: address, on: '2026-09-10', amount: 7 }), won({ external_id: 'D-1', owner: address, sdr: address, on: '2026-09-05T10:00', amount: '200.25', account: 'Acme', created: '2026-08-01' })] });
		expect([rejected, unknownOwners, warnings.filter(({ entity }) => entity === 'people').map(({ index, field, code }) => [index, field, code])]).toEqual([[], [], [[0, 'email', 'erased'], [1, 'id', 'erased'], [2, 'name', 'erased']]]);
		expect(await given.by('sales', 'person', { period: '2026-09' })).toEqual({ [`erased:${id}`]: 210.25 });
		expect((await given.wall.identifying.unassigned.list()).keys).toEqual([]);
		expect(given.push({ source: 'dialer', activities: [call({ external_id: 'C-9', owner: 'M. Quist', on: '2026-09-04' })] }).unknownOwners).toEqual([]);
		expect(() => given.wall.identifying.identities.change(given.idOf(bo), { add: address }, given.head())).toThrow(expect.objectContaining({ code: 'erased' }));
		// Somebody else of that name, with an address of their own, is somebody else.
		expect(given.push({ people: [{ email: 'mirabel2@x.example', name, team: 'South' }] })).toMatchObject({ inserted: 1 });
		expect(JSON.stringify(given.dump())).not.toContain(address);
	});

	test('holds after a restart', async () => {
		const file = givenFile();
		const given = givenMirabel(file);
		const id = given.idOf(address);
		erase(given);
		const before = await figures(given);
		await given.close();
		const again = givenWall({ now, file });
		expect(await figures(again)).toEqual(before);
		again.push({ deals: [won({ external_id: 'D-9', owner: address, on: '2026-09-10', amount: 7 })] });
		expect(await again.by('sales', 'person', { period: '2026-09' })).toEqual({ [`erased:${id}`]: 110.25 });
	});

	test('needs the name, typed, and cannot be repeated or undone', () => {
		const given = givenMirabel();
		const id = given.idOf(address);
		expect(() => erase(given, 'Mirabel')).toThrow(expect.objectContaining({ status: 400, code: 'wrong_name', field: 'name' }));
		expect(given.wall.identifying.erasePreview(id)).toEqual({ name, keys: [address, other, `crm/${name}`, 'crm/u-77', 'dialer/M. Quist'], facts: 9, targets: 1, teams: ['North'], photo: true, merged: ['M. Quist'] });
		erase(given);
		expect(() => given.wall.identifying.erase(id, '', given.head())).toThrow(expect.objectContaining({ status: 404 }));
		expect(() => given.wall.changes.undo(given.wall.journal.revision(), 'ops')).toThrow('Cannot be undone: who was erased cannot come back.');
	});

	test('what sources call them without meaning them goes too, and counts for nobody as before; a name that somebody else has stays', async () => {
		const file = givenFile();
		const given = givenMirabel(file);
		given.push({ source: 'mail', activities: [call({ owner: name, on: '2026-09-06' })] });
		given.wall.identifying.identities.change(given.idOf(address), { remove: `crm/${name}` }, given.head());
		const before = await figures(given);
		erase(given);
		expect(await figures(given)).toEqual(before);
		expect(fileBytes(file)).not.toContain('mirabel');
		expect(await given.wall.identifying.unassigned.list()).toMatchObject({ keys: [], leftOut: [] });

		const twins = givenWall({ now, people: [{ email: address, name }, { email: 'twin@x.example', name }], deals: [won({ owner: name, on: '2026-09-05', amount: 1 })] });
		erase(twins);
		expect((await twins.wall.identifying.unassigned.list()).keys.map(({ key }) => key)).toEqual([`crm/${name}`]);
		expect(twins.wall.people.personNamed('twin@x.example')?.name).toBe(name);
	});

	test('a name of one word that means other things is taken out only where it is a person', () => {
		const given = givenWall({ now, people: [{ name: 'Sales', team: 'Sales' }, { email: bo, name: 'Bo' }], deals: [won({ external_id: 'D-1', owner: 'Sales', on: '2026-09-05', amount: 1, product: 'Sales' })] });
		given.target('company', '2026-09', 10, 'sales');
		deskOf(given).correct('D-1', { stage: 'Sales' });
		given.wall.identifying.erase(given.idOf('Sales'), 'Sales', given.head());
		expect(given.wall.journal.entries({ kinds: ['targets set'], limit: 1 })[0]?.body).toMatchObject({ cells: [{ metric: 'sales' }] });
		expect(deskOf(given).see('D-1').now).toMatchObject({ stage: 'Sales', product: 'Sales' });
		expect(JSON.stringify(given.dump()['person'])).not.toContain('Sales');
	});

	test('the same entries give the same database', async () => {
		const dumps: unknown[] = [];
		for (let run = 0; run < 2; run += 1) {
			const given = givenWall({ now, people: [...people, { email: address, name }] });
			given.push({ deals: [won({ external_id: 'D-1', owner: address, on: '2026-09-05', amount: 1 })] });
			given.wall.journal.apply('person erased', { person: given.idOf(address), salt: 'salt' }, given.head());
			given.push({ deals: [won({ external_id: 'D-2', owner: address, on: '2026-09-05', amount: 1 })] });
			given.wall.rollups.drain(Number.POSITIVE_INFINITY);
			dumps.push(given.dump());
		}
		expect(dumps[1]).toEqual(dumps[0]);
	});
});
