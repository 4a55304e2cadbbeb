/** A whole server on a free port over a real database in a temporary folder, and a plain client that can say anything. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type { PairingStarted, ScreenRow } from '../../../shared/api.ts';
import { changedBoard } from '../../../shared/board-change.ts';
import type { BoardView } from '../../../shared/views.ts';
import { readConfig, type Config } from '../../../server/config.ts';
import { hashPassword } from '../../../server/floor/passwords.ts';
import { startServer, type RunningServer } from '../../../server/floorcast.ts';
import { silentLog, type Log } from '../../../server/log.ts';
import type { ServerToWall, WallToServer } from '../../../shared/wire.ts';

export const apiKey = 'k'.repeat(40);
export const password = 'correct horse battery';

export interface Answer {
	status: number;
	headers: Record<string, string | string[] | undefined>;
	text: string;
	bytes: Buffer;
	/** Parsed, or null when it is no JSON. */
	json: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of every shape are looked into
}

export interface Ask {
	body?: unknown;
	/** Sent as it is, instead of `body`. */
	raw?: string | Buffer;
	headers?: Record<string, string>;
	/** Asks over TLS, and trusts this certificate alone. */
	ca?: string;
}

export interface Given {
	server: RunningServer;
	config: Config;
	now: { ms: number };
	printed: string[];
	fatal: unknown[];
	origin: string;
	call: (method: string, path: string, ask?: Ask) => Promise<Answer>;
	/** The set-up code printed last. */
	setupCode: () => string;
	/** The headers of someone who just signed in on our own page. */
	signIn: (account?: string, withPassword?: string) => Promise<Record<string, string>>;
	/** The same of the administrator, without the work of checking a password. */
	session: () => Record<string, string>;
	/** Pairs a screen and returns its token. */
	pairScreen: (session: Record<string, string>, name?: string) => Promise<{ id: number; token: string }>;
	connect: (options?: ConnectOptions) => WallSocket;
}

export interface ConnectOptions {
	token?: string;
	/** null: none is sent. */
	origin?: string | null;
	headers?: Record<string, string>;
	transports?: ('websocket' | 'polling')[];
	namespace?: string;
}
export type WallSocket = Socket<ServerToWall, WallToServer>;

export const withKey = { Authorization: `Bearer ${apiKey}` };

export const ask = (port: number, method: string, path: string, { body, raw, headers = {}, ca }: Ask = {}): Promise<Answer> =>
	new Promise((resolve, reject) => {
		const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
		const request = (ca ? httpsRequest : httpRequest)(
			{
				host: '127.0.0.1',
				port,
				...(ca && { ca }),
				method,
				path,
				agent: false,
				headers: { ...(sent === undefined ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(sent) }), ...headers },
			},
			(response) => {
				const chunks: Buffer[] = [];
				// A stream has no end; that it began is the answer.
				if (response.headers['content-type'] === 'text/event-stream') {
					response.destroy();
					resolve({ status: response.statusCode ?? 0, headers: response.headers, text: '', bytes: Buffer.alloc(0), json: null });
					return;
				}
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('error', reject);
				response.on('end', () => {
					const bytes = Buffer.concat(chunks);
					const text = bytes.toString();
					resolve({ status: response.statusCode ?? 0, headers: response.headers, text, bytes, json: parseOrNull(text) });
				});
			},
		);
		request.on('error', reject);
		request.end(sent);
	});

const parseOrNull = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return null; // a page or plain text, looked at as `text`
	}
};

export const givenFolder = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
};

let hash: Promise<string> | null = null;

interface Wanted {
	env?: Record<string, string>;
	/** False: set-up is still to come, unless `env` says otherwise. */
	administrator?: boolean;
	displayDir?: string;
	log?: Log;
	/** Connections held at most. */
	most?: { total: number; perAddress: number };
}

/** By default a real workspace with an API key and the administrator `admin`. Every test gets a server of its own. */
export async function givenServer({ env = {}, administrator = true, displayDir, log = silentLog, most }: Wanted = {}): Promise<Given> {
	const dataDir = env['DATA_DIR'] ?? givenFolder();
	const config = readConfig({ DEMO: 'off', API_KEY: apiKey, HOST: '127.0.0.1', PORT: '0', TIME_ZONE: 'Europe/Stockholm', TICK_MS: '200', ...env, DATA_DIR: dataDir });
	const now = { ms: Temporal.Instant.from('2026-11-23T09:00:00Z').epochMilliseconds };
	const printed: string[] = [];
	const fatal: unknown[] = [];
	const server = await startServer(config, {
		clock: { now: () => now.ms },
		log,
		print: (line) => printed.push(line),
		onFatal: (error) => fatal.push(error),
		displayDir: displayDir ?? join(dataDir, 'no-display'),
		...(most && { mostConnections: most }),
	});
	let isClosed = false;
	const close = async (): Promise<void> => {
		if (isClosed) return;
		isClosed = true;
		await server.close();
	};
	onTestFinished(close);
	await server.ready;
	const { accounts, journal } = server.wall();
	let administratorId = 0;
	if (administrator && !accounts.hasAdministrator()) {
		administratorId = journal.apply('account created', { name: 'admin', role: 'admin', passwordHash: await (hash ??= hashPassword(password)) }, { at: now.ms, author: 'test' });
	}
	const trusted = config.tls && { ca: readFileSync(config.tls.cert, 'utf8') };
	const origin = `${trusted ? 'https' : 'http'}://127.0.0.1:${server.port}`;
	const call: Given['call'] = (method, path, what) => ask(server.port, method, path, { ...trusted, ...what });

	return {
		server: { ...server, close },
		config,
		now,
		printed,
		fatal,
		origin,
		call,
		setupCode: () => /code: (\S+)/i.exec(printed.findLast((line) => /code/i.test(line)) ?? '')?.[1] ?? '',
		signIn: async (account = 'admin', withPassword = password) => {
			const { status, headers } = await call('POST', '/api/v1/session', { body: { account, password: withPassword } });
			if (status !== 200) throw new Error(`signing in was refused with ${status}`);
			return { Cookie: cookieOf(headers), Origin: origin };
		},
		session: () => ({ Cookie: `${trusted ? '__Host-' : ''}floorcast_session=${accounts.startSession(administratorId)}`, Origin: origin }),
		pairScreen: async (session, name = 'Lobby') => {
			const started: PairingStarted = (await call('POST', '/api/v1/pairing', { body: {} })).json;
			const row: ScreenRow = (await call('POST', '/api/v1/screens', { body: { code: started.userCode, name }, headers: session })).json;
			const claimed = await call('POST', '/api/v1/pairing/claim', { body: { deviceCode: started.deviceCode } });
			return { id: row.id, token: claimed.json.token };
		},
		connect: ({ token, origin: from = origin, headers = {}, transports = ['websocket'], namespace = '/' } = {}) => {
			const socket: WallSocket = io(`${trusted ? 'https' : 'http'}://127.0.0.1:${server.port}${namespace}`, {
				...trusted,
				transports,
				forceNew: true,
				reconnectionDelay: 50,
				reconnectionDelayMax: 100,
				auth: token === undefined ? {} : { token },
				extraHeaders: { ...(from === null ? {} : { Origin: from }), ...headers },
			});
			onTestFinished(() => void socket.disconnect());
			return socket;
		},
	};
}

export const cookieOf = (headers: Answer['headers']): string => [headers['set-cookie']].flat()[0]?.split(';')[0] ?? '';

/** As from another machine: a proxy's header keeps the loopback address from counting as this machine. */
export const fromElsewhere = { 'X-Forwarded-For': '192.0.2.7' };

/** Resolves to what the event carried. */
export const next = (socket: WallSocket, event: 'screen' | 'board' | 'change' | 'beat' | 'connect' | 'disconnect' | 'connect_error' | 'reload' | 'revoked', withinMs = 3000): Promise<unknown[]> =>
	new Promise((resolve, reject) => {
		const timer = setTimeout(() => reject(new Error(`no ${event} within ${withinMs} ms`)), withinMs);
		// One listener for events of every shape.
		(socket as Socket).once(event, (...carried: unknown[]) => {
			clearTimeout(timer);
			resolve(carried);
		});
	});

/** Calls `show` with each board that the wall has from now on, as a display would put it together. */
export function onBoards(socket: WallSocket, show: (board: BoardView) => void): void {
	let held: BoardView | null = null;
	const take = (board: BoardView): void => {
		held = board;
		show(board);
	};
	socket.on('board', take);
	socket.on('change', (change) => {
		if (held) take(changedBoard(held, change));
	});
}

/** The message with which the connection is refused. */
export const refusal = async (socket: WallSocket): Promise<string> => {
	const [error] = await next(socket, 'connect_error');
	return error instanceof Error ? error.message : String(error);
};
