/** Backups of a whole server, made and put back as the admin page does. */
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Db } from '../../../server/db/open.ts';
import type { BackupList, BackupRow } from '../../../shared/backups-api.ts';
import { tryToAsk } from '../../support/process.ts';
import { withKey, type Answer, type Given } from '../http/support.ts';

export const workspace = 'Sales floor';

export const deal = (id: string, more: Record<string, unknown> = {}) => ({ external_id: id, status: 'won', amount: 100, owner: 'ana@x.example', created: '2026-11-01', closed: '2026-11-20', ...more });

export const push = async ({ call }: Given, ...ids: string[]): Promise<void> => {
	expect((await call('POST', '/api/v1/facts', { body: { source: 'crm', deals: ids.map((id) => deal(id)) }, headers: withKey })).status).toBe(200);
};

export const dealsNow = async ({ call }: Given): Promise<number> => (await call('GET', '/api/v1/health', { headers: withKey })).json.facts.deals;

export const folderOf = ({ config }: Given): string => join(config.dataDir, 'backups');

export const list = async ({ call }: Given, headers: Record<string, string>): Promise<BackupList> => (await call('GET', '/api/v1/backups', { headers })).json;

/** Resolves once nothing is being done. */
export async function idle(given: Given, headers: Record<string, string>): Promise<BackupList> {
	await expect.poll(async () => (await list(given, headers)).running, { timeout: 60_000 }).toBe(null);
	return list(given, headers);
}

export async function backUp(given: Given, headers: Record<string, string>): Promise<BackupRow> {
	const begun = await given.call('POST', '/api/v1/backups', { body: {}, headers });
	expect([begun.status, begun.json.running?.work]).toEqual([200, 'backup']);
	const { failures, backups } = await idle(given, headers);
	expect(failures).toEqual([]);
	const [newest] = backups;
	if (!newest) throw new Error('there is no backup');
	return newest;
}

export const bring = ({ call }: Given, headers: Record<string, string>, raw: Buffer): Promise<Answer> => call('POST', '/api/v1/backups/upload', { raw, headers: { ...headers, 'Content-Type': 'application/vnd.sqlite3' } });

/** Leaves every page readable. */
export function spoilIndex(db: Db): void {
	const swap = (kind: string, other: string) => db.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, '''${kind}''', '''${other}''') WHERE name = 'entry_decision'; PRAGMA writable_schema = RESET`);
	db.unsafeMode();
	swap('facts arrived', 'lost');
	db.exec(`INSERT INTO entry (kind, at, author, body) VALUES ('lost', 0, 'x', '{}')`);
	swap('lost', 'facts arrived');
	db.unsafeMode(false);
}

/** Resolves once it is served again. */
export async function restore(given: Given, headers: Record<string, string>, name: string): Promise<void> {
	const begun = await given.call('POST', `/api/v1/backups/${name}/restore`, { body: { workspace }, headers });
	expect([begun.status, begun.json.running?.work]).toEqual([200, 'restore']);
	await expect
		.poll(
			async () => {
				const answer = await tryToAsk(given.server.port, 'GET', '/api/v1/backups', { headers });
				if (answer?.json?.failures?.length > 0) throw new Error(JSON.stringify(answer?.json.failures));
				return answer?.status === 401 ? name : answer?.json?.restored?.name;
			},
			{ timeout: 60_000 },
		)
		.toBe(name);
}
