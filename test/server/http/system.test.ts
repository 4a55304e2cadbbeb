/** How the server is doing: in words for people, in numbers for Prometheus. */
import { describe, expect, test } from 'vitest';
import { exposition } from '../../../server/health/exposition.ts';
import { readExposition } from '../../support/exposition.ts';
import { givenServer, withKey } from './support.ts';

const at = '2026-11-23T09:00:00Z';
const push = { source: 'crm', people: [{ email: 'a@x.example', name: 'A' }], activities: [{ external_id: '1', kind: 'call', owner: 'a@x.example', at }, { external_id: '2', kind: 'fax', at }] };

describe('/metrics', () => {
	test('is what a scraper reads, to whoever may read', async () => {
		const { call } = await givenServer();
		expect((await call('GET', '/metrics')).status).toBe(401);
		const { status, headers, text } = await call('GET', '/metrics', { headers: withKey });
		expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
		expect([...readExposition(text).keys()]).toEqual(expect.arrayContaining(['floorcast_up', 'floorcast_build_info', 'floorcast_tick_duration_seconds', 'floorcast_facts', 'process_resident_memory_bytes']));
	});
	test('counts what there is and what is done', async () => {
		const { call, session, pairScreen } = await givenServer();
		await pairScreen(session());
		await call('POST', '/api/v1/facts', { headers: withKey, body: push });
		await call('GET', '/api/v1/explain?metric=nothing', { headers: withKey });
		await call('GET', '/metrics', { headers: withKey });
		const families = readExposition((await call('GET', '/metrics', { headers: withKey })).text);
		const value = (name: string, labels: Record<string, string> = {}): number | undefined =>
			families.get(name.replace(/_count$/, ''))?.samples.find((one) => one.name === name && Object.entries(labels).every(([label, text]) => one.labels[label] === text))?.value;
		expect({
			up: value('floorcast_up'),
			facts: value('floorcast_facts', { entity: 'activities' }),
			inserted: value('floorcast_push_rows_total', { outcome: 'inserted' }),
			rejected: value('floorcast_push_rows_total', { outcome: 'rejected' }),
			pushes: value('floorcast_pushes_total'),
			took: value('floorcast_push_duration_seconds_count'),
			answered: value('floorcast_http_requests_total', { class: 'push', status: '200' }),
			refused: value('floorcast_http_requests_total', { class: 'read', status: '400' }),
			silent: value('floorcast_source_silent', { source: 'crm' }),
			reported: value('floorcast_source_last_report_timestamp_seconds', { source: 'crm' }),
			paired: value('floorcast_screens_paired'),
			never: value('floorcast_screens', { state: 'never' }),
			// Nobody told of one, so none is told.
			backup: value('floorcast_backup_last_success_timestamp_seconds'),
		}).toEqual({ up: 1, facts: 1, inserted: 2, rejected: 1, pushes: 1, took: 1, answered: 1, refused: 1, silent: 0, reported: Date.parse(at) / 1000, paired: 1, never: 1, backup: undefined });
		for (const name of ['floorcast_database_size_bytes', 'floorcast_disk_free_bytes', 'floorcast_revision', 'process_resident_memory_bytes', 'process_cpu_seconds_total', 'process_start_time_seconds']) expect(value(name)).toBeGreaterThan(0);
	});
	test('has no name of a person, and no label of which there could be many', async () => {
		const { call, session, pairScreen } = await givenServer();
		await pairScreen(session(), 'Anna’s screen');
		await call('POST', '/api/v1/facts', { headers: withKey, body: push });
		for (let index = 0; index < 120; index += 1) await call('POST', '/api/v1/facts', { headers: withKey, body: { source: `run ${index}` } });
		for (const path of ['/api/v1/no/such', '/nowhere', '/%7Bx%7D']) await call('GET', path);
		const { text } = await call('GET', '/metrics', { headers: withKey });
		expect(text).not.toMatch(/a@x\.example|Anna|nowhere|such/);
		const labels = [...readExposition(text).values()].flatMap(({ samples }) => samples.flatMap((one) => Object.keys(one.labels)));
		expect([...new Set(labels)].sort()).toEqual(['build', 'class', 'entity', 'le', 'outcome', 'severity', 'source', 'state', 'status', 'version']);
		expect(readExposition(text).get('floorcast_source_silent')?.samples).toHaveLength(100);
	});
	test('[check 39] a name with quotes, lines and escape sequences stays within its label', () => {
		const odd = 'a"b\\c\nd\u001b[31me\u0000\r f{g="h"} 1';
		const text = exposition([{ name: 'x', help: 'back\\slash\nand line', type: 'gauge', samples: [{ labels: { source: odd }, value: 1 }] }]);
		expect(readExposition(text).get('x')?.samples).toEqual([{ name: 'x', labels: { source: 'a"b\\c\nd [31me   f{g="h"} 1' }, value: 1 }]);
	});
	test('what is not a number is written as the format has it', () => {
		const text = exposition([{ name: 'x', help: 'x', type: 'gauge', samples: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e21, null].map((value, index) => ({ labels: { index: String(index) }, value })) }]);
		expect(readExposition(text).get('x')?.samples.map(({ value }) => value)).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e21]);
	});
});

describe('what is wrong', () => {
	test('is in the health for scripts, with what to do, beside all that was there', async () => {
		const { call } = await givenServer();
		await call('POST', '/api/v1/facts', { headers: withKey, body: { ...push, activities: [...push.activities, { external_id: '3', kind: 'call', owner: 'Somebody', at }] } });
		const { json } = await call('GET', '/api/v1/health', { headers: withKey });
		expect(Object.keys(json)).toEqual(expect.arrayContaining(['status', 'version', 'build', 'revision', 'currency', 'computedAt', 'dataAsOf', 'tick', 'lastError', 'facts', 'sources', 'screens', 'findings']));
		const found = (code: string) => json.findings.find((one: { code: string }) => one.code === code);
		expect(found('rows_rejected')).toEqual({ code: 'rows_rejected', severity: 'warning', since: '2026-11-23T09:00:00Z', sinceText: 'since 10:00', text: 'Rows of crm that were rejected within a day: 1. Their facts are missing.', todo: expect.stringContaining('“rejected”'), place: null });
		expect(found('unassigned')).toMatchObject({ severity: 'note', since: null, place: '#people/unassigned' });
		expect(found('alerts_nowhere')).toMatchObject({ severity: 'note' });
	});
	test('is in the workspace’s language', async () => {
		const { call } = await givenServer({ env: { LOCALE: 'sv' } });
		const { json } = await call('GET', '/api/v1/health', { headers: withKey });
		expect(json.findings.find((one: { code: string }) => one.code === 'alerts_nowhere').text).toBe('Ingen får veta när en skärm eller källa dör.');
	});
	test('and how all else stands is on the page', async () => {
		const { call, session } = await givenServer();
		const { status, json } = await call('GET', '/api/v1/system/health', { headers: session() });
		expect([status, json.states.map(({ code }: { code: string }) => code)]).toEqual([200, ['tick', 'sources', 'screens', 'backup', 'disk', 'database', 'memory']]);
		expect(json.at).toBe('2026-11-23T09:00:00Z');
	});
});
