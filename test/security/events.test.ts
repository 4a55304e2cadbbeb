/** Every event that a client may send, who may, and in what form: what is not in the table does not exist, and ends the connection. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { sentSchema } from '../../server/floor/screen-report.ts';
import { apiKey, fromElsewhere, givenServer, next, refusal, type Given, type WallSocket } from '../server/http/support.ts';
import { connectRaw } from '../support/raw-wall.ts';
import { wellReport } from '../support/reports.ts';
import { digestOf } from './digest.ts';
import { change, changed, fuzzing, jsonText, nasty, ofSchema } from './nasty.ts';

/** Written by hand from the design. A wall says how it is, and nothing else. */
const table = { report: { schema: sentSchema, good: wellReport as unknown } };

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): ts.SourceFile => ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
const serverFiles = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'server'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => file.endsWith('.ts'));

describe('[check 11] [check 21] the table', () => {
	test('lists every event that the wire declares', () => {
		const declared = read('shared/wire.ts').statements.filter((one): one is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(one) && one.name.text === 'WallToServer').flatMap(({ members }) => members.map(({ name }) => name?.getText()));
		expect(declared).toEqual(Object.keys(table));
	});

	/** What the server itself, its connections and its files say: nobody outside sends these. */
	const ofOurs: Record<string, string[]> = {
		'server/push/sockets.ts': ['connection', 'headers', 'close', 'disconnect', 'upgrade', 'ready'],
		'server/push/packets.ts': ['packet', 'upgrading'],
		'server/push/delivery.ts': ['disconnect'],
		'server/push/celebrating.ts': ['upgrade', 'ready'],
		'server/push/live-changes.ts': ['close', 'error'],
	};
	test('lists every event that the code listens to', () => {
		const found: string[] = [];
		let heard = 0;
		for (const file of serverFiles.filter((name) => name.startsWith('server/push/') || /socket\.io/.test(readFileSync(join(root, name), 'utf8')))) {
			const walk = (node: ts.Node): void => {
				if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && /^(on|once|addListener|prependListener|onAny|prependAny|use|of)$/.test(node.expression.name.text)) {
					const [event] = node.arguments;
					const name = event && ts.isStringLiteral(event) ? event.text : null;
					heard += 1;
					if (node.expression.name.text === 'onAny' && file === 'server/push/reports.ts') return;
					// The one rule at the door of the one namespace.
					if (node.expression.name.text === 'use' && node.expression.expression.getText() === 'io') return;
					if (name === null || !(ofOurs[file] ?? []).includes(name)) found.push(`${file}: ${node.expression.getText()}(${event?.getText() ?? ''})`);
				}
				ts.forEachChild(node, walk);
			};
			walk(read(file));
		}
		expect(heard).toBeGreaterThan(5);
		expect(found).toEqual([]);
	});
	test('is heard in one place, which knows the same events and no others', () => {
		const names: string[] = [];
		const walk = (node: ts.Node): void => {
			if (ts.isBinaryExpression(node) && node.left.getText() === 'event' && ts.isStringLiteral(node.right)) names.push(node.right.text);
			ts.forEachChild(node, walk);
		};
		walk(read('server/push/reports.ts'));
		expect(names).toEqual(Object.keys(table));
	});
});

const say = (socket: WallSocket, event: string, ...said: unknown[]): void => void (socket as unknown as { emit: (event: string, ...said: unknown[]) => void }).emit(event, ...said);
const digest = ({ server }: Given): string => digestOf(server.wall().options.db)();

describe('[check 11] [check 12] whoever is connected', () => {
	const names = ['board', 'change', 'screen', 'beat', 'celebrate', 'withdraw', 'reload', 'revoked', 'join', 'leave', 'subscribe', 'room', 'set target', 'target set', 'facts arrived', 'screen set up', 'message saved', 'reports', 'Report', ' report', 'report\u0000', '__proto__', 'constructor', 'toString', ''];
	test.each(names)('is gone once it says %j, and nothing is changed', async (name) => {
		const given = await givenServer();
		const { token } = await given.pairScreen(given.session());
		const socket = given.connect({ token, headers: fromElsewhere });
		await next(socket, 'board');
		const before = digest(given);
		const gone = next(socket, 'disconnect');
		say(socket, name, { board: 'floor', screen: 1, value: 1 });
		await gone;
		expect(digest(given)).toBe(before);
	});

	test('says a report in its form, or is gone; nothing is ever changed by it', async () => {
		const given = await givenServer();
		const { token } = await given.pairScreen(given.session());
		const before = digest(given);
		const bodies = fc.oneof(nasty, ofSchema(table.report.schema), change.map((one) => changed(table.report.good, one)));
		await fc.assert(
			fc.asyncProperty(bodies, async (body) => {
				const raw = await connectRaw(given.server.port, { token, headers: fromElsewhere });
				await expect.poll(() => raw.received().includes('42["screen"'), { interval: 5 }).toBe(true);
				const text = jsonText(body);
				raw.text(`42["report",${text}]`);
				const isGood = table.report.schema.safeParse(JSON.parse(text)).success;
				if (isGood) raw.text('42["enough"]');
				await raw.closed;
				expect((await given.call('GET', '/healthz')).status).toBe(200);
			}),
			fuzzing(25),
		);
		expect([digest(given), given.fatal]).toEqual([before, []]);
	});

	test('gets its own board, whatever it asks for as it connects', async () => {
		const given = await givenServer();
		const session = given.session();
		const [lobby, hall] = [await given.pairScreen(session, 'Lobby'), await given.pairScreen(session, 'Hall')];
		await given.call('PUT', `/api/v1/screens/${lobby.id}/setup`, { body: { privacy: 'lobby' }, headers: session });
		const seen: string[] = [];
		for (const auth of [{ token: lobby.token }, { token: lobby.token, screen: hall.id, board: 'floor', privacy: 'boardroom', room: 'floor boardroom' }]) {
			const raw = await connectRaw(given.server.port, { headers: fromElsewhere, joins: false, query: '&board=floor&privacy=boardroom&screen=2' });
			raw.text(`40${JSON.stringify(auth)}`);
			await expect.poll(() => raw.received().includes('42["board"')).toBe(true);
			seen.push(/42\["screen",\{"name":"(\w+)"/.exec(raw.received().toString())?.[1] ?? '');
		}
		expect(seen).toEqual(['Lobby', 'Lobby']);
		const { screens } = (await given.call('GET', '/api/v1/screens', { headers: session })).json;
		expect(screens.map(({ name, connections }: { name: string; connections: number }) => [name, connections])).toEqual([['Hall', 0], ['Lobby', 2]]);
	});

	test('[check 13] with a token that was taken back gets no photo, no board and no socket, on whichever line', async () => {
		const given = await givenServer();
		const session = given.session();
		const { id, token } = await given.pairScreen(session);
		const open = [given.connect({ token, headers: fromElsewhere }), given.connect({ token, headers: fromElsewhere, transports: ['polling'] })];
		await Promise.all(open.map((socket) => next(socket, 'board')));
		const deaf = await connectRaw(given.server.port, { token, headers: fromElsewhere });
		await expect.poll(() => deaf.received().includes('42["board"')).toBe(true);
		const gone = [...open.map((socket) => next(socket, 'disconnect', 1_000)), Promise.race([deaf.closed, new Promise((_, reject) => setTimeout(reject, 2_000, new Error('still there')).unref())])];
		await given.call('DELETE', `/api/v1/screens/${id}`, { headers: session });
		await Promise.all(gone);
		expect(await refusal(given.connect({ token, headers: fromElsewhere }))).toBe('not_paired');
		for (const path of [`/photos/${'a'.repeat(64)}`, '/api/v1/wall', '/api/v1/screens']) expect((await given.call('GET', path, { headers: { Authorization: `Bearer ${token}` } })).status).toBe(401);
	});
});

test('[check 14] no token, code, key, password or cookie comes into the log, whatever goes wrong with it', async () => {
	const lines: string[] = [];
	const { default: pino } = await import('pino');
	// As log.ts makes it, at its most talkative.
	const log = pino({ level: 'trace', base: null, redact: ['*.password', '*.token', '*.key', '*.code', 'headers.authorization', 'headers.cookie'] }, { write: (line: string) => void lines.push(line) });
	const given = await givenServer({ log, env: { LOG_LEVEL: 'trace' } });
	const session = given.session();
	const started = (await given.call('POST', '/api/v1/pairing', { body: {} })).json;
	await given.call('POST', '/api/v1/screens', { body: { code: started.userCode, name: 'Lobby' }, headers: session });
	const { token } = (await given.call('POST', '/api/v1/pairing/claim', { body: { deviceCode: started.deviceCode } })).json;
	const socket = given.connect({ token, headers: fromElsewhere });
	await next(socket, 'board');
	say(socket, 'set target', { token });
	await next(socket, 'disconnect');
	const secrets = [token, started.deviceCode, started.userCode, apiKey, session['Cookie']?.split('=')[1] ?? '', 'a secret password'];
	given.server.wall().push = () => {
		throw new Error('a mistake of ours');
	};
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', note: token }, headers: { Authorization: `Bearer ${apiKey}`, Cookie: session['Cookie'] ?? '' } });
	await given.call('POST', '/api/v1/session', { body: { account: 'admin', password: 'a secret password' } });
	given.server.wall().screens.screenOf = () => {
		throw new Error('a mistake of ours');
	};
	expect(await refusal(given.connect({ token, headers: fromElsewhere }))).toBe('failed');
	expect(lines.length).toBeGreaterThanOrEqual(2);
	for (const secret of secrets) expect(lines.filter((line) => line.includes(secret))).toEqual([]);
});

test('[check 14] a wall sends its token in no address: no code of it puts one there, and no answer asks for it', () => {
	const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'display'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => /\.(ts|svelte)$/.test(file) && !/^display\/(admin|gallery)/.test(file));
	const found = files.filter((file) => /[?&](token|key|code)=|query:\s*\{[^}]*token/i.test(readFileSync(join(root, file), 'utf8')));
	expect(found).toEqual([]);
});
