/** A floor that goes on selling whatever happens: a real server process behind a line, and a source that pushes without end. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { z } from 'zod';
import { displayDir } from '../../display/build.ts';
import type { BoardView } from '../../shared/views.ts';
import { pause } from '../bench/budget.ts';
import { floorFolder, newFact, people, timeZone } from '../bench/floor.ts';
import { apiKey, startProcess, type ServerProcess, type StartOptions } from '../bench/process.ts';
import { faultsLibrary, openFaults } from '../support/faults.ts';
import { openLine, type Line } from '../support/line.ts';

export interface Floor {
	/** Where walls find it: over the line. */
	url: string;
	line: Line;
	server: () => ServerProcess;
	/** Anew, on the same port and folder. */
	restart: () => Promise<void>;
	/** The display in another build, all of whose files have other names; served from the next start on. */
	renew: () => void;
	/** How far the server's clock is off; null where that cannot be set. */
	clock: { off: () => number; set: (offMs: number) => void } | null;
	/** No more facts until the returned function is called. */
	hold: () => Promise<() => void>;
	/** A sale and a meeting that no board of before has. */
	sell: () => Promise<void>;
	board: () => Promise<BoardView>;
	/** The month's sales, as `explain` writes them. */
	sales: () => Promise<string>;
	/** Facts acknowledged so far. */
	pushed: () => number;
	close: () => Promise<void>;
}

const patienceMs = 5_000;
const facts = 10_000;

/** A build of another name, and so is every file that has a build's hash in its name. */
function renameBuild(folder: string, build: number): void {
	const buildFile = join(folder, 'build.json');
	const before = z.object({ build: z.string() }).parse(JSON.parse(readFileSync(buildFile, 'utf8'))).build;
	const assets = join(folder, 'assets');
	const newNames = new Map(readdirSync(assets).map((name) => [name, name.replace(/(?:~\d+)?(\.\w+)$/, `~${build}$1`)]));
	const pages = readdirSync(folder).filter((name) => extname(name) === '.html');
	for (const path of [...[...newNames.keys()].map((name) => join(assets, name)), ...pages.map((name) => join(folder, name))]) {
		if (!['.html', '.js', '.css'].includes(extname(path))) continue;
		let text = readFileSync(path, 'utf8').replaceAll(before, `soak-${build}`);
		for (const [from, to] of newNames) text = text.replaceAll(from, to);
		writeFileSync(path, text);
	}
	for (const [from, to] of newNames) renameSync(join(assets, from), join(assets, to));
	writeFileSync(buildFile, JSON.stringify({ build: `soak-${build}` }));
}

/** `everyMs`: how often a fact is pushed. `env`: for the server's process. */
export async function openFloor(everyMs: number, env: Record<string, string> = {}): Promise<Floor> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-soak-'));
	const display = join(folder, 'display');
	cpSync(displayDir, display, { recursive: true });
	const dataDir = floorFolder(facts);
	const faults = faultsLibrary === null ? null : openFaults(join(folder, 'rule'), dataDir);
	const options: StartOptions = { env: { TICK_MS: '1000', ...faults?.env, ...env }, entry: ['test/soak/serve.ts', display] };
	let builds = 0;
	let off = 0;
	let server = await startProcess(dataDir, options);
	const { port } = server;
	const line = await openLine(() => port);
	const now = (): number => Date.now() + off;

	const get = async (path: string): Promise<unknown> => {
		const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { Authorization: `Bearer ${apiKey}` }, signal: AbortSignal.timeout(patienceMs) });
		if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
		return response.json();
	};

	let turn = 0;
	let sales = 0;
	let isClosed = false;
	let held: PromiseWithResolvers<void> | null = null;
	let pushing: Promise<unknown> = Promise.resolve();
	const push = async (): Promise<void> => {
		const body = JSON.stringify(newFact(`s${turn}`, turn, now()));
		// Until it is acknowledged, as a source does; over and over is harmless.
		while (!isClosed) {
			try {
				await server.push(body);
				break;
			} catch {
				await pause(200);
			}
		}
		turn += 1;
	};
	const source = async (): Promise<void> => {
		while (!isClosed) {
			await held?.promise;
			pushing = push();
			await pushing;
			await pause(everyMs);
		}
	};
	const selling = source();
	const goOn = (): void => {
		held?.resolve();
		held = null;
	};

	return {
		url: `http://127.0.0.1:${line.port}/`,
		line,
		server: () => server,
		restart: async () => {
			server = await startProcess(dataDir, { ...options, port });
		},
		renew: () => renameBuild(display, (builds += 1)),
		clock: faults && {
			off: () => off,
			set: (offMs) => {
				off = offMs;
				faults.clock(offMs);
			},
		},
		hold: async () => {
			held ??= Promise.withResolvers();
			await pushing;
			return goOn;
		},
		sell: async () => {
			const [owner, at, id] = [people[sales % people.length]?.email, Temporal.Instant.fromEpochMilliseconds(now()).toString(), `sale-${(sales += 1)}`];
			await server.push(
				JSON.stringify({
					source: 'bench',
					deals: [{ external_id: id, owner, status: 'won', amount: '30000.00', created: '2026-01-02', closed: at }],
					meetings: [{ external_id: id, owner, booked_by: owner, booked_at: at }],
				}),
			);
		},
		// The type of the board is the server's, whose build is ours.
		board: async () => (await get('/api/v1/wall')) as BoardView,
		sales: async () => {
			const month = Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO(timeZone).toPlainDate().toPlainYearMonth().toString();
			return z.object({ text: z.string() }).parse(await get(`/api/v1/explain?metric=sales&scope=company&period=${month}`)).text;
		},
		pushed: () => turn,
		close: async () => {
			isClosed = true;
			goOn();
			await selling;
			line.close();
			await server.close();
			faults?.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
