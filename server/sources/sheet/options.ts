/** The arguments of `npm run import`. */
import { parseArgs } from 'node:util';
import { isCurrencyCode } from './currency.ts';
import { dateOrders } from './dates.ts';
import type { DecimalSign } from './decimals.ts';
import { encodings } from './decode.ts';
import type { SheetKind } from './mapping.ts';
import { sheetKinds } from './mapping.ts';
import type { Delimiter, Reading } from './sheet.ts';

/** @param shipped names of the mappings that come along. */
export const helpText = (shipped: readonly string[]): string => `Brings CSV files into a running Floorcast.

  npm run import -- --as KIND [options] FILE…

  --as KIND        what the rows are: ${sheetKinds.join(', ')}
  --map NAME       a mapping: a file of yours (my.json), or one that comes with Floorcast
                   (${shipped.join(', ')}); without one, columns are matched by their names
  --source NAME    where the rows come from; a row of the same source and id is the
                   same row. Unless the mapping says it, it is import
  --dry-run        read, check and show everything, send nothing
  --rejected FILE  where rejected rows are written; KIND-rejected.csv unless said
  --server URL     http://localhost:4000 unless said (or the port in PORT)

How a file is written is detected and shown. Where it cannot be known, say it:
  --header, --no-header · --delimiter comma|semicolon|tab|bar
  --encoding ${encodings.join('|')}
  --decimal point|comma · --dates ${dateOrders.join('|')}
  --currency USD   of amounts that do not say theirs, or with a sign that several share
  --column FIELD=NAME  the column of a field, where several could be it; as often as needed

API_KEY in the environment is a key of the server that may push facts and read figures.
Importing again is harmless: what is there already is counted as unchanged.

Ends with 0 when every row was taken, 2 when some were rejected and the others taken,
1 when nothing could be done, 130 when it was stopped.

  npm run import -- --as people team.csv
  npm run import -- --as deals --source salesforce --dry-run opportunities.csv
  npm run import -- --as activities --map dialer.json calls-october.csv calls-november.csv`;

const decimalNames: Record<string, DecimalSign> = { point: '.', comma: ',', '.': '.', ',': ',' };
const delimiterNames: Record<string, Delimiter> = { comma: ',', semicolon: ';', tab: '\t', bar: '|', ',': ',', ';': ';', '|': '|', '\t': '\t' };

/** The command was not called as it should be. */
export class UsageError extends Error {}

/** @param names what may be said, and what each means; signs may stand for the words that the message lists. */
function choice<T extends string>(option: string, value: string | undefined, names: Readonly<Record<string, T>>): T | undefined {
	if (value === undefined) return undefined;
	const found = Object.hasOwn(names, value) ? names[value] : undefined;
	if (found === undefined) throw new UsageError(`--${option}: expected ${Object.keys(names).filter((name) => /\w/.test(name)).join(', ')}, not '${value}'`);
	return found;
}
const same = <T extends string>(names: readonly T[]): Record<string, T> => Object.fromEntries(names.map((name) => [name, name]));

function currency(code: string | undefined): string | undefined {
	if (code === undefined || isCurrencyCode(code.toUpperCase())) return code?.toUpperCase();
	throw new UsageError(`--currency: expected a code such as USD, not '${code}'`);
}

const columns = (said: readonly string[]): Record<string, string> =>
	Object.fromEntries(
		said.map((text) => {
			const [, field, name] = /^(\w+)=(.+)$/.exec(text) ?? [];
			if (field === undefined || name === undefined) throw new UsageError(`--column: expected a field and its column, as in amount=Total, not '${text}'`);
			return [field, name];
		}),
	);

function parse(args: readonly string[]) {
	const text = { type: 'string' } as const;
	const flag = { type: 'boolean' } as const;
	const options = { as: text, map: text, source: text, 'dry-run': flag, rejected: text, server: text, header: flag, delimiter: text, encoding: text, decimal: text, dates: text, currency: text, column: { type: 'string', multiple: true }, help: flag } as const;
	try {
		return parseArgs({ args: [...args], options, allowPositionals: true, allowNegative: true });
	} catch (error) {
		throw new UsageError(error instanceof Error ? error.message : String(error));
	}
}

export interface Options {
	kind: SheetKind;
	files: string[];
	/** Name or file of a mapping. */
	map: string | null;
	reading: Reading;
	source: string | null;
	isDry: boolean;
	rejectedName: string;
	/** Null: the usual one. */
	server: string | null;
}

/** Null when only help was wanted. @throws UsageError in a sentence. */
export function readOptions(args: readonly string[]): Options | null {
	const { values, positionals: files } = parse(args);
	if (values.help) return null;
	const kind = choice('as', values.as, same(sheetKinds));
	if (!kind) throw new UsageError(`--as is missing: say what the rows are (${sheetKinds.join(', ')})`);
	if (files.length === 0) throw new UsageError('no file is named');
	const rejectedName = values.rejected ?? `${kind}-rejected.csv`;
	if (values.map !== undefined && values.column) throw new UsageError('--column is for files without a mapping; say it there');
	const said: Reading = {
		header: values.header,
		delimiter: choice('delimiter', values.delimiter, delimiterNames),
		encoding: choice('encoding', values.encoding, same(encodings)),
		decimal: choice('decimal', values.decimal, decimalNames),
		dates: choice('dates', values.dates, same(dateOrders)),
		currency: currency(values.currency),
		columns: values.column && columns(values.column),
	};
	return {
		kind,
		files,
		map: values.map ?? null,
		reading: Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
		source: values.source?.trim() || null,
		isDry: values['dry-run'] === true,
		rejectedName,
		server: values.server ?? null,
	};
}
