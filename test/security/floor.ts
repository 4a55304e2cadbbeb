/**
 * A whole server over a floor on which every route finds something to do: people, deals of every kind, targets, a closed month, a screen, a
 * link, and an account of each role. It stands behind a proxy, so that each call may come from an address of its own.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { readConfig } from '../../server/config.ts';
import { hashPassword } from '../../server/floor/passwords.ts';
import { startServer, type RunningServer } from '../../server/floorcast.ts';
import { silentLog, type Log } from '../../server/log.ts';
import { apiKey, password, type Answer, type Ask } from '../server/http/support.ts';
import { digestOf } from './digest.ts';
import { mayCall, type Caller } from './rules.ts';

export interface Floor {
	server: RunningServer;
	origin: string;
	dataDir: string;
	/** Everything that the server logged as an error of its own. */
	faults: unknown[];
	/** From another address each time. */
	call: (method: string, path: string, ask?: Ask) => Promise<Answer>;
	/** The headers of a caller. */
	as: (caller: Caller) => Record<string, string>;
	/** The answer of a good call as JSON; throws for any other. */
	good: (method: string, path: string, body?: unknown, caller?: Caller) => Promise<any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of every shape are looked into
	/** Somebody new, with a deal won: the number, the address, and what was seen last of them. */
	person: () => Promise<{ id: number; email: string; name: string; seen: number }>;
	/** A number that was not given out before. */
	next: () => number;
	/** The floor as it is kept: a digest of every row that a person or a source has said. */
	digest: () => string;
	/** Until what was begun has ended: an import, a backup and taking old facts out go on after their answers. */
	settled: () => Promise<void>;
	/** The names of all files beside the database. */
	files: () => string[];
	close: () => Promise<void>;
}

export const now = Temporal.Instant.from('2026-11-23T09:00:00Z').epochMilliseconds;
const roles = ['admin', 'ops', 'manager', 'viewer'] as const;

const history = {
	source: 'crm',
	people: [
		{ email: 'ana@x.example', name: 'Ana Ek', team: 'North', role: 'ae', start: '2025-01-01' },
		{ email: 'bo@x.example', name: 'Bo Lind', team: 'North', role: 'sdr' },
		{ email: 'cy@x.example', name: 'Cy Dahl', team: 'South', role: 'ae' },
	],
	accounts: [{ external_id: 'A-1', name: 'Acme', region: 'West', created: '2026-01-05', owner: 'ana@x.example' }],
	leads: [{ external_id: 'L-1', name: 'Acme', created: '2026-10-01T08:00:00Z', sql: '2026-10-03', owner: 'ana@x.example' }],
	deals: [
		{ external_id: 'D-1', name: '50 seats', owner: 'ana@x.example', stage: 'Won', status: 'won', amount: '12500.00', account: 'Acme', created: '2026-10-01', closed: '2026-11-20' },
		{ external_id: 'D-2', name: '5 seats', owner: 'cy@x.example', stage: 'Talks', status: 'open', amount: '900', currency: 'SEK', created: '2026-11-02' },
		{ external_id: 'D-3', name: 'Lost', owner: 'Nobody', stage: 'Lost', status: 'lost', amount: '70', created: '2026-10-02', closed: '2026-11-03' },
		{ external_id: 'D-4', name: 'Of October', owner: 'bo@x.example', status: 'won', amount: '400', closed: '2026-10-15' },
	],
	meetings: [{ external_id: 'M-1', kind: 'demo', booked_by: 'bo@x.example', owner: 'ana@x.example', booked_at: '2026-11-10T08:00:00Z', scheduled_for: '2026-11-12T13:00:00Z', status: 'held' }],
	activities: [{ external_id: 'C-1', kind: 'call', direction: 'outbound', outcome: 'connected', owner: 'bo@x.example', at: '2026-11-20T09:12:00Z', seconds: 184 }],
	proposals: [{ external_id: 'P-1', deal: 'D-2', owner: 'cy@x.example', sent: '2026-11-12' }],
	targets: [{ metric: 'sales', scope: 'team:North', period: '2026-11', value: '250000' }],
};

let hash: Promise<string> | null = null;

/** `administrator`: false before the set-up. */
export async function openFloor({ administrator = true, env = {} }: { administrator?: boolean; env?: Record<string, string> } = {}): Promise<Floor> {
	const dataDir = mkdtempSync(join(tmpdir(), 'floorcast-'));
	const faults: unknown[] = [];
	const log: Log = Object.assign(Object.create(silentLog) as Log, { error: (found: unknown) => void faults.push(found), fatal: (found: unknown) => void faults.push(found) });
	const config = readConfig({ DEMO: 'off', API_KEY: apiKey, HOST: '127.0.0.1', PORT: '0', TIME_ZONE: 'Europe/Stockholm', TICK_MS: '600000', TRUST_PROXY: '1', ...env, DATA_DIR: dataDir });
	// It stands for some months already: their targets are locked.
	let present = now - 100 * 86_400_000;
	const server = await startServer(config, { clock: { now: () => present }, log, print: () => undefined, onFatal: (error) => faults.push(error), displayDir: join(dataDir, 'no-display') });
	await server.ready;
	present = now;
	const origin = `http://127.0.0.1:${server.port}`;
	const agent = new Agent({ keepAlive: true, maxSockets: 8 });
	const { accounts, journal, options } = server.wall();
	const ids = new Map<string, number>();
	const sessions = new Map<Caller, string>();
	let given = 0;
	const next = (): number => (given += 1);

	const call: Floor['call'] = (method, path, { body, raw, headers = {} } = {}) =>
		new Promise((resolve, reject) => {
			const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
			const number = next();
			const from = { 'X-Forwarded-For': `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}` };
			const typed = sent === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(sent) };
			const asked = request({ host: '127.0.0.1', port: server.port, method, path, agent, headers: { ...typed, ...from, ...headers } }, (response) => {
				const { statusCode: status = 0, headers: said } = response;
				const done = (bytes: Buffer): void => {
					const text = bytes.toString();
					resolve({ status, headers: said, text, bytes, json: parseOrNull(text) });
				};
				// A stream has no end; that it began is the answer.
				if (said['content-type'] === 'text/event-stream') {
					response.destroy();
					done(Buffer.alloc(0));
					return;
				}
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => done(Buffer.concat(chunks)));
			});
			// The server had closed a connection that was kept for the next call.
			asked.on('error', (error: NodeJS.ErrnoException) => (asked.reusedSocket && error.code === 'ECONNRESET' ? resolve(call(method, path, { body, headers, ...(raw === undefined ? {} : { raw }) })) : reject(error)));
			asked.end(sent);
		});

	let screenToken = '';
	let linkToken = '';
	const as: Floor['as'] = (caller) => {
		if (caller === 'nobody') return {};
		if (caller === 'key') return { Authorization: `Bearer ${apiKey}` };
		if (caller === 'screen') return { Authorization: `Bearer ${screenToken}` };
		if (caller === 'link') return { Authorization: `Bearer ${linkToken}` };
		const known = sessions.get(caller);
		const token = known !== undefined && accounts.sessionAccount(known) !== null ? known : accounts.startSession(ids.get(caller) ?? 0);
		sessions.set(caller, token);
		return { Cookie: `floorcast_session=${token}`, Origin: origin };
	};
	const good: Floor['good'] = async (method, path, body, caller = 'admin') => {
		const { status, json, text } = await call(method, path, { headers: as(caller), ...(body === undefined ? {} : { body }) });
		if (status < 200 || status > 299) throw new Error(`${method} ${path}: ${status} ${text}`);
		return json;
	};
	const person: Floor['person'] = async () => {
		const number = next();
		const email = `p${number}@x.example`;
		const name = `Person ${number}`;
		await good('POST', '/api/v1/facts', { source: 'crm', people: [{ email, name, team: 'North', role: 'ae' }], deals: [{ external_id: `D-p${number}`, owner: email, status: 'won', amount: '10', closed: '2026-11-20' }] }, 'key');
		const listed: { id: number; name: string }[] = await good('GET', '/api/v1/people');
		const id = listed.find((one) => one.name === name)?.id ?? 0;
		const { seen } = await good('GET', `/api/v1/people/${id}`);
		return { id, email, name, seen };
	};

	if (administrator) {
		const passwordHash = await (hash ??= hashPassword(password));
		for (const role of roles) ids.set(role, journal.apply('account created', { name: role, role, passwordHash }, { at: now, author: 'test' }));
		await good('POST', '/api/v1/facts', history, 'key');
		const { deviceCode, userCode } = await good('POST', '/api/v1/pairing', {}, 'nobody');
		await good('POST', '/api/v1/screens', { code: userCode, name: 'Lobby' });
		screenToken = (await good('POST', '/api/v1/pairing/claim', { deviceCode }, 'nobody')).token;
		const { id: close } = await good('POST', '/api/v1/review/closes', { month: '2026-10' });
		linkToken = (await good('POST', '/api/v1/review/links', { close, scope: 'company', label: 'The board', days: 30 })).path.replace('/review#link=', '');
	}

	return {
		server, origin, dataDir, faults, call, as, good, person, next,
		settled: () =>
			eventually('all that was begun has ended', async () => {
				const isImporting = (await good('GET', '/api/v1/imports')).imports.some((one: { state: string }) => one.state === 'running');
				return !isImporting && (await good('GET', '/api/v1/backups')).running === null && !(await good('GET', '/api/v1/retention')).isRunning;
			}),
		digest: digestOf(options.db),
		files: () => readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter((name) => !/sqlite(-wal|-shm)?$/.test(name)).sort(),
		close: async () => {
			agent.destroy();
			await server.close();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

export async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
	for (let tries = 0; tries < 400; tries += 1) {
		if (await look()) return;
		await pass(25);
	}
	throw new Error(`never: ${what}`);
}

const parseOrNull = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null; // a page, a picture or a file, looked at as it is
	}
};

/** Somebody whom a rule lets in: whoever can do most. */
export const allowedOf = (named: readonly Caller[]): Caller => (['admin', 'manager', 'viewer', 'key', 'screen', 'link', 'nobody'] as const).find((caller) => mayCall(caller, named)) ?? 'nobody';
