/**
 * Sends understood rows to a running server, in pushes small enough that its wall keeps beating, one after the other, so that of two
 * rows about one thing the later one stands. A push that may not have arrived is sent again, which changes nothing if it did.
 */
import { z } from 'zod';
import { SourceError } from '../../errors.ts';
import type { SheetKind } from './mapping.ts';
import type { PushRow } from './understand.ts';

export interface Server {
	url: string;
	key: string;
	fetch: typeof fetch;
	/** Resolves after so many milliseconds. */
	wait: (ms: number) => Promise<void>;
	/** True once the import is to stop. */
	isStopped: () => boolean;
	/** Told when the server cannot be reached, or has no room, and it is tried again. */
	onTrouble: (message: string) => void;
}

export interface Sent {
	inserted: number;
	updated: number;
	unchanged: number;
	/** Target cells set. */
	targets: number;
	/** Rows that the server has answered for. */
	rows: number;
	rejected: Placed[];
	warnings: Placed[];
	/** Owners that mean nobody yet, as the rows name them. */
	unknownOwners: Set<string>;
}

interface Placed {
	/** Of the row in the list that was to be sent. */
	index: number;
	field: string;
	code: string;
	message: string;
}

const rowsAtOnce = 1_000;
const bytesAtOnce = 2_000_000;
const answerWithinMs = 120_000;
/** How long a server that is not there, or has no room, is waited for. */
const patienceMs = 60_000;

const placed = z.object({ index: z.number(), field: z.string(), code: z.string(), message: z.string() });
const replySchema = z.object({ inserted: z.number(), updated: z.number(), unchanged: z.number(), targets: z.number(), rejected: z.array(placed), warnings: z.array(placed), unknownOwners: z.array(z.string()).default([]) });
const errorSchema = z.object({ message: z.string() });

/** Worth another try: too much at once, restarting, full, or a proxy that cannot reach it. */
const passes = (status: number): boolean => [429, 502, 503, 504, 507].includes(status);

async function attempt(server: Server, method: 'GET' | 'POST', path: string, body?: string): Promise<{ json: unknown } | { trouble: string }> {
	let response: Response;
	let text: string;
	try {
		response = await server.fetch(new URL(path, server.url), {
			method,
			// A redirect would take the key elsewhere.
			redirect: 'manual',
			headers: { Authorization: `Bearer ${server.key}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
			signal: AbortSignal.timeout(answerWithinMs),
			...(body === undefined ? {} : { body }),
		});
		text = await response.text();
	} catch (error) {
		const cause = error instanceof Error && error.cause instanceof Error && 'code' in error.cause ? ` (${String(error.cause.code)})` : '';
		return { trouble: `there is no answer from ${server.url}${cause}` };
	}
	const json = parse(text);
	const said = (errorSchema.safeParse(json).data?.message ?? `it answered with ${response.status}`).replace(/\.$/, '');
	if (response.ok) return { json };
	if (passes(response.status)) return { trouble: said };
	if (response.status === 401 || response.status === 403) throw new SourceError('refused', `The server at ${server.url} does not take this key: ${said}. API_KEY must be a key that may push facts and read figures.`);
	throw new SourceError('refused', `The server at ${server.url} refused: ${said}.`);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null; // no JSON: it is not our server that answers, which the schemas find out
	}
}

const healthSchema = z.object({ revision: z.number(), currency: z.string().nullish() });

/** The workspace's currency, if the server says it. @throws SourceError when there is no Floorcast at the address, or it does not take the key. */
export async function greet(server: Server): Promise<string | null> {
	const answer = await attempt(server, 'GET', '/api/v1/health');
	if ('trouble' in answer) throw new SourceError('unreachable', `The server cannot be asked: ${answer.trouble}. Start it (npm start), or say where it is with --server.`);
	const health = healthSchema.safeParse(answer.json);
	if (!health.success) throw new SourceError('refused', `What answers at ${server.url} is no Floorcast.`);
	return health.data.currency ?? null;
}

/** Null when the import was stopped before the rows were taken. */
async function push(server: Server, body: string): Promise<z.infer<typeof replySchema> | null> {
	let pause = 250;
	for (let waited = 0; ; waited += pause, pause = Math.min(2 * pause, 8_000)) {
		const answer = await attempt(server, 'POST', '/api/v1/facts', body);
		if ('json' in answer) {
			const reply = replySchema.safeParse(answer.json);
			if (!reply.success) throw new SourceError('refused', `What answers at ${server.url} is no Floorcast.`);
			return reply.data;
		}
		if (server.isStopped()) return null;
		if (waited >= patienceMs) throw new SourceError('unreachable', `Gave up: ${answer.trouble}.`);
		server.onTrouble(`${answer.trouble}; trying again`);
		await server.wait(pause);
	}
}

/** Cuts rows into pushes, each with the place of its first row. */
function* pushes(kind: SheetKind, source: string, rows: readonly PushRow[]): Generator<{ first: number; count: number; body: string }> {
	const head = `{"source":${JSON.stringify(source)},"file":true,"${kind}":[`;
	let first = 0;
	let bytes = 0;
	let texts: string[] = [];
	for (const [index, row] of rows.entries()) {
		const text = JSON.stringify(row);
		const length = Buffer.byteLength(text) + 1;
		if (texts.length > 0 && (texts.length >= rowsAtOnce || bytes + length > bytesAtOnce)) {
			yield { first, count: texts.length, body: `${head}${texts.join(',')}]}` };
			[first, bytes, texts] = [index, 0, []];
		}
		texts.push(text);
		bytes += length;
	}
	if (texts.length > 0) yield { first, count: texts.length, body: `${head}${texts.join(',')}]}` };
}

/** Sends the rows, and adds to `sent` as it goes, so that what is in is known however it ends. */
export async function send(server: Server, kind: SheetKind, source: string, rows: readonly PushRow[], sent: Sent, onProgress: () => void): Promise<void> {
	for (const { first, count, body } of pushes(kind, source, rows)) {
		const reply = server.isStopped() ? null : await push(server, body);
		if (!reply) return;
		sent.inserted += reply.inserted;
		sent.updated += reply.updated;
		// Of targets the server counts only those that it set.
		sent.unchanged += kind === 'targets' ? count - reply.targets - reply.rejected.length : reply.unchanged;
		sent.targets += reply.targets;
		sent.rows += count;
		for (const found of reply.rejected) sent.rejected.push({ ...found, index: first + found.index });
		for (const found of reply.warnings) sent.warnings.push({ ...found, index: first + found.index });
		for (const owner of reply.unknownOwners) sent.unknownOwners.add(owner);
		onProgress();
	}
}

export const nothingSent = (): Sent => ({ inserted: 0, updated: 0, unchanged: 0, targets: 0, rows: 0, rejected: [], warnings: [], unknownOwners: new Set() });
