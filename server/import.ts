/** `npm run import`: brings CSV files into the running server. As main.ts for the server, it alone reads arguments, environment and files, and exits. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { InputError, SourceError } from './errors.ts';
import { dateOrders } from './sources/sheet/dates.ts';
import { decimalSigns } from './sources/sheet/decimals.ts';
import { encodings } from './sources/sheet/decode.ts';
import { countText, describe, rowsText } from './sources/sheet/describe.ts';
import type { Mapping, SheetKind } from './sources/sheet/mapping.ts';
import { readMapping, sheetKinds } from './sources/sheet/mapping.ts';
import type { Plan } from './sources/sheet/plan.ts';
import { planSheet } from './sources/sheet/plan.ts';
import { rejectedFile } from './sources/sheet/rejected-file.ts';
import type { Sent, Server } from './sources/sheet/send.ts';
import { greet, nothingSent, send } from './sources/sheet/send.ts';
import type { Delimiter, Reading } from './sources/sheet/sheet.ts';
import { readSheet } from './sources/sheet/sheet.ts';
import type { Rejection, Understood } from './sources/sheet/understand.ts';
import { rejection, understand } from './sources/sheet/understand.ts';

const help = `Brings CSV files into a running Floorcast.

  npm run import -- --as KIND [options] FILE…

  --as KIND        what the rows are: ${sheetKinds.join(', ')}
  --map NAME       a mapping: a file of yours (my.json), or one that comes with Floorcast
                   (SHIPPED); without one, columns are matched by their names
  --source NAME    where the rows come from; a row of the same source and id is the
                   same row. Unless the mapping says it, it is import
  --dry-run        read, check and show everything, send nothing
  --rejected FILE  where rejected rows are written; KIND-rejected.csv unless said
  --server URL     http://localhost:4000 unless said (or the port in PORT)

How a file is written is detected and shown. Where it cannot be known, say it:
  --header, --no-header · --delimiter comma|semicolon|tab|bar
  --encoding ${encodings.join('|')}
  --decimal ${decimalSigns.join('|')} · --dates ${dateOrders.join('|')}

API_KEY in the environment is the key that the server was started with.
Importing again is harmless: what is there already is counted as unchanged.

Ends with 0 when every row was taken, 2 when some were rejected and the others taken,
1 when nothing could be done, 130 when it was stopped.

  npm run import -- --as people team.csv
  npm run import -- --as deals --source salesforce --dry-run opportunities.csv
  npm run import -- --as activities --map dialer.json calls-october.csv calls-november.csv`;

const mappingFolder = new URL('./sources/mappings/', import.meta.url);
const shipped = readdirSync(mappingFolder).flatMap((name) => (name.endsWith('.json') ? [basename(name, '.json')] : []));
const delimiterNames: Record<string, Delimiter> = { comma: ',', semicolon: ';', tab: '\t', bar: '|', ',': ',', ';': ';', '|': '|', '\t': '\t' };

/** npm runs its scripts in the project's folder; files are meant from where the user stands. */
const here = process.env['npm_lifecycle_event'] === 'import' ? (process.env['INIT_CWD'] ?? process.cwd()) : process.cwd();
/** What stands in a file must not steer the terminal. */
const harmless = (text: string): string => text.replace(/[^\P{Cc}\n]/gu, '\ufffd');
const print = (line: string): void => void process.stdout.write(`${harmless(line)}\n`);
const complain = (line: string): void => void process.stderr.write(`${harmless(line)}\n`);
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

class UsageError extends Error {}

function among<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
	const found = allowed.find((one) => one === value);
	if (value !== undefined && found === undefined) throw new UsageError(`--${option}: expected ${allowed.join(', ')}, not '${value}'`);
	return found;
}

function readArguments() {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean' } as const;
	const options = { as: text, map: text, source: text, 'dry-run': flag, rejected: text, server: text, header: flag, delimiter: text, encoding: text, decimal: text, dates: text, help: flag };
	try {
		return parseArgs({ options, allowPositionals: true, allowNegative: true });
	} catch (error) {
		throw new UsageError(reasonOf(error));
	}
}

function readMappingNamed(name: string): Mapping {
	const isShipped = shipped.includes(name);
	const path = isShipped ? new URL(`${name}.json`, mappingFolder) : resolve(here, name);
	if (!isShipped && !existsSync(path)) throw new SourceError('unreadable', `There is no mapping ${name}: it is neither a file nor one of ${shipped.join(', ')}.`);
	try {
		return readMapping(readFileSync(path, 'utf8'));
	} catch (error) {
		throw new SourceError('unreadable', `The mapping ${name} is not right: ${reasonOf(error)}`);
	}
}

function serverAddress(given: string | undefined): string {
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

function prepare(path: string, kind: SheetKind, mapping: Mapping | null, reading: Reading): Prepared {
	const file = basename(path);
	try {
		const sheet = readSheet(readBytes(resolve(here, path)), reading);
		const plan = planSheet(sheet, kind, mapping?.sections[kind] ?? null, reading);
		print(`${file} → ${kind}`);
		describe(sheet, plan).forEach(print);
		const found = understand(plan);
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
	const byCode = new Map<string, Sent['warnings']>();
	for (const warning of warnings) byCode.set(`${warning.field} ${warning.code}`, [...(byCode.get(`${warning.field} ${warning.code}`) ?? []), warning]);
	for (const [first, ...others] of byCode.values()) {
		if (first) print(`  kept, but odd: ${rowsText(others.length + 1)}, first in line ${found.rows[first.index]?.from.line ?? '?'}: ${first.message}`);
	}
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

async function run(): Promise<number> {
	const { values, positionals: files } = readArguments();
	if (values.help) {
		print(help.replace('SHIPPED', shipped.join(', ')));
		return 0;
	}
	const kind = among('as', values.as, sheetKinds);
	if (!kind) throw new UsageError(`--as is missing: say what the rows are (${sheetKinds.join(', ')})`);
	if (files.length === 0) throw new UsageError('no file is named');
	if (values.delimiter !== undefined && !delimiterNames[values.delimiter]) throw new UsageError(`--delimiter: expected comma, semicolon, tab or bar, not '${values.delimiter}'`);
	const mapping = values.map === undefined ? null : readMappingNamed(values.map);
	if (mapping && !mapping.sections[kind]) throw new UsageError(`the mapping ${values.map} says nothing of ${kind}; it maps ${Object.keys(mapping.sections).join(', ') || 'nothing'}`);
	const said: Reading = {
		header: values.header,
		delimiter: values.delimiter === undefined ? undefined : delimiterNames[values.delimiter],
		encoding: among('encoding', values.encoding, encodings),
		decimal: among('decimal', values.decimal, decimalSigns),
		dates: among('dates', values.dates, dateOrders),
	};
	const reading: Reading = { ...mapping?.reading, ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)) };
	const source = values.source?.trim() || (mapping?.source ?? 'import');
	const isDry = values['dry-run'] === true;

	const stop = new AbortController();
	process.on('SIGINT', () => {
		if (stop.signal.aborted) process.exit(130);
		stop.abort();
		complain('\nStopping after the rows that are on their way…');
	});
	const server: Server = {
		url: serverAddress(values.server),
		key: process.env['API_KEY']?.trim() ?? '',
		fetch,
		wait: (ms) => sleep(ms, undefined, { signal: stop.signal }).catch(() => undefined),
		isStopped: () => stop.signal.aborted,
		onTrouble: (message) => complain(`  ${message}`),
	};
	if (!isDry) {
		if (server.key === '') throw new UsageError('API_KEY is not set: give the key that the server was started with, as API_KEY=… npm run import -- …');
		await greet(server);
	}

	const prepared = files.map((path) => prepare(path, kind, mapping, reading));
	const rejected = prepared.flatMap(({ file, found }) => found.rejected.map((row) => ({ ...row, file })));
	const total = nothingSent();
	let failure: unknown = null;
	for (const one of prepared) {
		if (isDry) {
			for (const { from, row } of one.found.rows.slice(0, 3)) print(`  line ${from.line}: ${JSON.stringify(row)}`);
			print(`  good: ${rowsText(one.found.rows.length)}${one.found.introduced.length > 0 ? ` that make ${countText(one.found.introduced.length)} people known` : ''}; nothing is sent`);
			continue;
		}
		if (failure !== null || stop.signal.aborted) break;
		const result = await sendAll(server, one, source);
		failure = result.failure;
		rejected.push(...result.rejected.map((row) => ({ ...row, file: one.file })));
		for (const count of ['inserted', 'updated', 'unchanged', 'targets', 'rows'] as const) total[count] += result.sent[count];
	}

	let hasFailed = failure !== null;
	if (rejected.length > 0) {
		const name = values.rejected ?? `${kind}-rejected.csv`;
		const { file, line, column, value, reason } = rejected[0] ?? { file: '', line: 0, column: '', value: '', reason: '' };
		print(`Rejected rows are in ${name}; the first is line ${line} of ${file}${column ? `, ${column} '${value.slice(0, 60)}'` : ''}: ${reason}`);
		try {
			writeFileSync(resolve(here, name), rejectedFile(rejected));
		} catch (error) {
			complain(`${name} cannot be written: ${reasonOf(error)}`);
			hasFailed = true;
		}
	}
	const all = prepared.reduce((sum, { found }) => sum + found.rows.length, 0);
	if (failure !== null) complain(reasonOf(failure));
	if (!isDry && total.rows < all) print(`${countText(total.rows)} of ${countText(all)} rows are in. Run the same again for the others; it changes nothing about those that are in.`);
	if (!isDry) print(`inserted ${total.inserted}, updated ${total.updated}, unchanged ${total.unchanged}, rejected ${rejected.length}${kind === 'targets' ? `, targets set ${total.targets}` : ''} (source ${source})`);
	else print(`dry run: ${all} good, rejected ${rejected.length}`);
	return hasFailed ? 1 : stop.signal.aborted ? 130 : rejected.length > 0 ? 2 : 0;
}

try {
	process.exitCode = await run();
} catch (error) {
	const isPlain = error instanceof UsageError || error instanceof SourceError;
	complain(isPlain ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
	if (error instanceof UsageError) complain('npm run import -- --help says more.');
	process.exitCode = 1;
}
