/** `npm run import`: brings CSV files into the running server. As main.ts for the server, it alone reads arguments, environment and files, and exits. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError, SourceError } from './errors.ts';
import { harmless } from './scrub.ts';
import { countText, describe, rowsText } from './sources/sheet/describe.ts';
import type { Mapping, SheetKind } from './sources/sheet/mapping.ts';
import { readMapping } from './sources/sheet/mapping.ts';
import { helpText, readOptions, UsageError } from './sources/sheet/options.ts';
import { unknownOwnersText } from './sources/sheet/owners.ts';
import type { Plan } from './sources/sheet/plan.ts';
import { planSheet } from './sources/sheet/plan.ts';
import { rejectedFile } from './sources/sheet/rejected-file.ts';
import type { Sent, Server } from './sources/sheet/send.ts';
import { greet, nothingSent, send } from './sources/sheet/send.ts';
import type { Delimiter, Reading } from './sources/sheet/sheet.ts';
import { readUpload } from './sources/sheet/upload.ts';
import { shippedMapping, shippedNames } from './sources/sheet/shipped.ts';
import type { Rejection, Understood } from './sources/sheet/understand.ts';
import { rejection, understand } from './sources/sheet/understand.ts';

const shipped = shippedNames();
/** npm runs its scripts in the project's folder; files are meant from where the user stands. */
const here = process.env['npm_lifecycle_event'] === 'import' ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd();
const print = (line: string): void => void process.stdout.write(`${harmless(line)}\n`);
const complain = (line: string): void => void process.stderr.write(`${harmless(line)}\n`);
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readMappingNamed(name: string): Mapping {
	const isShipped = shipped.includes(name);
	if (!isShipped && !existsSync(resolve(here, name))) throw new SourceError('unreadable', `There is no mapping ${name}: it is neither a file nor one of ${shipped.join(', ')}.`);
	try {
		return readMapping(isShipped ? shippedMapping(name) : readFileSync(resolve(here, name), 'utf8'));
	} catch (error) {
		throw new SourceError('unreadable', `The mapping ${name} is not right: ${reasonOf(error)}`);
	}
}

function serverAddress(given: string | null): string {
	const address = given ?? `http://localhost:${process.env['PORT']?.trim() || '4000'}`;
	if (!/^https?:\/\//.test(address) || !URL.canParse(address)) throw new UsageError(`--server: expected an address such as http://localhost:4000, not '${address}'`);
	return new URL(address).origin;
}

/** Files are held in memory whole, several times over, since a column is understood by all its values. */
const largestFile = 200_000_000;

function readBytes(path: string): Uint8Array {
	try {
		if (statSync(path).size > largestFile) throw new SourceError('unreadable', `it is larger than ${largestFile / 1_000_000} MB; split it`);
		return readFileSync(path);
	} catch (error) {
		if (!(error instanceof Error) || !('code' in error)) throw error;
		const why: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'this user may not read it' };
		throw new SourceError('unreadable', why[String(error.code)] ?? error.message);
	}
}

interface Prepared {
	file: string;
	plan: Plan;
	found: Understood;
}

async function prepare(path: string, kind: SheetKind, mapping: Mapping | null, reading: Reading, workspaceCurrency: string | null): Promise<Prepared> {
	const file = basename(path);
	try {
		const { sheet } = await readUpload(readBytes(resolve(here, path)), { reading });
		const plan = planSheet(sheet, kind, mapping?.sections[kind] ?? null, reading, workspaceCurrency);
		print(`${file} → ${kind}`);
		describe(sheet, plan).forEach(print);
		const found = understand(plan, Temporal.Now.plainDateISO().toString());
		for (const { message, count, line } of found.notes) print(`  note: ${message} (${rowsText(count)}, first in line ${line})`);
		return { file, plan, found };
	} catch (error) {
		if (error instanceof InputError || error instanceof SourceError) throw new SourceError('unreadable', `${path}: ${reasonOf(error)}`);
		throw error;
	}
}

/** One line that is written over on a terminal; elsewhere a line now and then. */
function createProgress(total: number): { show: (done: number) => void; clear: () => void } {
	const isTerminal = process.stderr.isTTY;
	const begun = performance.now();
	let shown = begun;
	return {
		show: (done) => {
			const now = performance.now();
			if (!isTerminal && now - shown < 5_000) return;
			shown = now;
			const line = `  ${countText(done)} of ${countText(total)} rows, ${countText(Math.round((done * 1_000) / (now - begun)))} a second`;
			process.stderr.write(isTerminal ? `\r\u001b[K${line}` : `${line}\n`);
		},
		clear: () => void (isTerminal && process.stderr.write('\r\u001b[K')),
	};
}

function showWarnings({ warnings }: Sent, { found }: Prepared): void {
	const notes = new Map<string, { first: Sent['warnings'][number]; count: number }>();
	for (const warning of warnings) {
		const kind = `${warning.field} ${warning.code}`;
		const known = notes.get(kind);
		if (known) known.count += 1;
		else notes.set(kind, { first: warning, count: 1 });
	}
	for (const { first, count } of notes.values()) print(`  kept, but odd: ${rowsText(count)}, first in line ${found.rows[first.index]?.from.line ?? '?'}: ${first.message}`);
}

async function sendAll(server: Server, prepared: Prepared, source: string): Promise<{ sent: Sent; rejected: Rejection[]; failure: unknown }> {
	const { plan, found } = prepared;
	const sent = nothingSent();
	const introduced = nothingSent();
	const progress = createProgress(found.rows.length);
	let failure: unknown = null;
	try {
		await send(server, 'people', source, found.introduced, introduced, () => undefined);
		await send(server, plan.kind, source, found.rows.map(({ row }) => row), sent, () => progress.show(sent.rows));
	} catch (error) {
		failure = error;
	}
	progress.clear();
	if (found.introduced.length > 0) print(`  people made known: inserted ${introduced.inserted}, updated ${introduced.updated}, unchanged ${introduced.unchanged}`);
	const [stranger] = introduced.rejected;
	if (stranger) print(`  ${countText(introduced.rejected.length)} of them were not taken; the first: ${stranger.message}`);
	showWarnings(sent, prepared);
	const rejected = sent.rejected.flatMap(({ index, field, message }) => {
		const row = found.rows[index];
		return row ? [rejection(plan, row.from, field, message)] : [];
	});
	return { sent, rejected, failure };
}

/** Stops on the first Ctrl-C once what is on its way has arrived, on the second at once. */
function createServerLink(url: string): Server {
	const stop = new AbortController();
	process.on('SIGINT', () => {
		if (stop.signal.aborted) process.exit(130);
		stop.abort();
		complain('\nStopping after the rows that are on their way…');
	});
	return {
		url,
		key: process.env['API_KEY']?.trim() ?? '',
		fetch,
		wait: (ms) => sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined),
		isStopped: () => stop.signal.aborted,
		onTrouble: (message) => complain(`  ${message}`),
	};
}

/** By whatever name the two go. */
function isSameFile(one: string, other: string): boolean {
	if (one === other) return true;
	const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }));
	return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

type RejectedRow = Rejection & { file: string };

/** False when the file could not be written. */
function keepRejected([first, ...others]: RejectedRow[], name: string, delimiter: Delimiter): boolean {
	if (!first) {
		if (existsSync(resolve(here, name))) print(`${name} is of an earlier import; of this one no row was rejected.`);
		return true;
	}
	print(`Rejected rows are in ${name}; the first is line ${first.line} of ${first.file}${first.column ? `, ${first.column} '${first.value.slice(0, 60)}'` : ''}: ${first.reason}`);
	try {
		writeFileSync(resolve(here, name), rejectedFile([first, ...others], delimiter));
		return true;
	} catch (error) {
		complain(`${name} cannot be written: ${reasonOf(error)}`);
		return false;
	}
}

async function run(): Promise<number> {
	const options = readOptions(process.argv.slice(2));
	if (!options) {
		print(helpText(shipped));
		return 0;
	}
	const { kind, files, map, isDry, rejectedName } = options;
	if (files.some((file) => isSameFile(resolve(here, file), resolve(here, rejectedName)))) throw new UsageError(`${rejectedName} is where rejected rows would be written; rename it, or say another place with --rejected`);
	const mapping = map === null ? null : readMappingNamed(map);
	if (mapping && !mapping.sections[kind]) throw new UsageError(`the mapping ${map ?? ''} says nothing of ${kind}; it maps ${Object.keys(mapping.sections).join(', ') || 'nothing'}`);
	const reading: Reading = { ...mapping?.reading, ...options.reading };
	const source = options.source ?? mapping?.source ?? 'import';
	const server = createServerLink(serverAddress(options.server));
	if (!isDry && server.key === '') throw new UsageError('API_KEY is not set: give a key that may push facts and read figures, as API_KEY=… npm run import -- …');
	// A dry run does without a server; what only a server knows is then noted as not checked.
	const currency = isDry ? await (server.key === '' ? null : greet(server).catch(() => null)) : await greet(server);
	const prepared: Prepared[] = [];
	for (const path of files) prepared.push(await prepare(path, kind, mapping, reading, currency));
	const rejected: RejectedRow[] = [];
	const total = nothingSent();
	let failure: unknown = null;
	for (const one of prepared) {
		const { file, found } = one;
		let refused = found.rejected;
		if (isDry) {
			for (const { from, row } of found.rows.slice(0, 3)) print(`  line ${from.line}: ${JSON.stringify(row)}`);
			print(`  good: ${rowsText(found.rows.length)}${found.introduced.length > 0 ? ` that make ${countText(found.introduced.length)} people known` : ''}; nothing is sent`);
		} else if (failure === null && !server.isStopped()) {
			const result = await sendAll(server, one, source);
			failure = result.failure;
			refused = [...found.rejected, ...result.rejected].sort((a, b) => a.line - b.line);
			for (const owner of result.sent.unknownOwners) total.unknownOwners.add(owner);
			for (const count of ['inserted', 'updated', 'unchanged', 'targets', 'rows'] as const) total[count] += result.sent[count];
		}
		for (const row of refused) rejected.push({ ...row, file });
	}

	const isKept = keepRejected(rejected, rejectedName, prepared[0]?.plan.delimiter ?? ',');
	const all = prepared.reduce((sum, { found }) => sum + found.rows.length, 0);
	const repeated = prepared.reduce((sum, { found }) => sum + found.repeated, 0);
	const left = `rejected ${rejected.length}${repeated > 0 ? `, repeated ${repeated}` : ''}`;
	if (isDry) print(`dry run: ${all} good, ${left}`);
	else {
		if (failure !== null) complain(reasonOf(failure));
		if (total.rows < all) print(`${countText(total.rows)} of ${countText(all)} rows are in. ${failure instanceof SourceError && failure.kind === 'refused' ? 'The others were not taken.' : 'Run the same again for the others; it changes nothing about those that are in.'}`);
		const unknown = unknownOwnersText(total.unknownOwners, prepared.flatMap(({ found }) => found.rows.map(({ row }) => row)), source);
		if (unknown !== null) print(unknown);
		print(`inserted ${total.inserted}, updated ${total.updated}, unchanged ${total.unchanged}, ${left}${kind === 'targets' ? `, targets set ${total.targets}` : ''} (source ${source})`);
	}
	if (failure !== null || !isKept) return 1;
	return server.isStopped() ? 130 : rejected.length > 0 ? 2 : 0;
}

try {
	process.exitCode = await run();
} catch (error) {
	const isPlain = error instanceof UsageError || error instanceof SourceError;
	complain(isPlain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
	if (error instanceof UsageError) complain('npm run import -- --help says more.');
	process.exitCode = 1;
}
