/**
 * SQL is prepared, and what was said from outside is only ever bound to it: no statement holds a word of it, and there are no other
 * statements for other words. Names of columns, and the order of a list, come from our own lists.
 */
import Database from 'better-sqlite3';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import { addressOf, examples, headersOf, reads } from './examples.ts';
import { allowedOf, openFloor } from './floor.ts';
import { changed } from './nasty.ts';
import { createForeign } from './own-words.ts';
import { rules } from './rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'server'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => file.endsWith('.ts'));

/** Every statement that is prepared or run from now on, whatever database it is for. */
function listening(): Set<string> {
	const statements = new Set<string>();
	for (const name of ['prepare', 'exec', 'pragma'] as const) {
		const usual = Database.prototype[name] as (this: unknown, sql: string, ...more: unknown[]) => unknown;
		Object.defineProperty(Database.prototype, name, {
			configurable: true, writable: true,
			value (this: unknown, sql: string, ...more: unknown[]) {
				statements.add(sql);
				return usual.call(this, sql, ...more);
			},
		});
		onTestFinished(() => void Object.defineProperty(Database.prototype, name, { configurable: true, writable: true, value: usual }));
	}
	return statements;
}

test('[check 34] no statement holds a word that was said from outside, whichever route it was said to', { timeout: 400_000 }, async () => {
	const statements = listening();
	const floor = await openFloor();
	onTestFinished(floor.close);
	const word = `zq'"--%;) OR 1=1`;
	for (const [method, path, callers] of rules) {
		await floor.settled();
		const caller = allowedOf(callers);
		const good = method === 'GET' ? await reads[`${method} ${path}`]?.(floor) : await examples[`${method} ${path}`]?.call(floor);
		if (!good) continue;
		const send = async (at: typeof good.at, query: typeof good.query, body: unknown): Promise<void> => {
			const { raw } = good;
			const { status } = await floor.call(method, addressOf(path, { at, query }), { headers: { ...headersOf(floor, caller, good), ...(raw && { 'Content-Type': raw.type }) }, ...(raw ? { raw: raw.bytes } : body === undefined ? {} : { body }) });
			expect(status).toBeLessThan(500);
		};
		for (const name of Object.keys(good.query ?? {})) await send(good.at, { ...good.query, [name]: word }, good.body);
		for (const name of ['sort', 'by', 'q']) await send(good.at, { ...good.query, [name]: word }, good.body);
		for (const name of Object.keys(good.at ?? {})) await send({ ...good.at, [name]: word }, good.query, good.body);
		// In each place of the body, as a text and as the name of a field.
		for (let place = 0; good.body !== undefined && place < 12; place += 1) await send(good.at, good.query, changed(good.body, { place, how: 'replace', with: word }));
		if (good.body !== undefined) await send(good.at, good.query, changed(good.body, { place: 0, how: 'add', key: word, with: word }));
	}
	expect(statements.size).toBeGreaterThan(300);
	expect([...statements].filter((sql) => sql.includes('zq'))).toEqual([]);
});

test('[check 34] for other words there are no other statements', async () => {
	const statements = listening();
	const floor = await openFloor();
	onTestFinished(floor.close);
	const ask = async (scope: string, words: string): Promise<void> => {
		for (const query of [`metric=sales&scope=${scope}&period=2026-11&by=person`, 'metric=win_rate&period=2026-W47&by=team', 'metric=calls_made&period=2026-11&by=person']) await floor.call('GET', `/api/v1/explain?${query}`, { headers: floor.as('admin') });
		for (const entity of ['deals', 'meetings', 'activities']) {
			await floor.call('GET', `/api/v1/facts/list?entity=${entity}&q=${words}&scope=${scope}`, { headers: floor.as('admin') });
			await floor.call('GET', `/api/v1/facts?entity=${entity}&q=${words}`, { headers: floor.as('admin') });
		}
		await floor.good('POST', '/api/v1/facts', { source: words, deals: [{ external_id: words, owner: words, status: 'won', amount: '1', closed: '2026-11-20', account: words }] }, 'key');
	};
	await ask('team:North', 'one');
	const before = statements.size;
	for (const words of ['two', 'three', `four'`, 'ORDER']) await ask('team:South', encodeURIComponent(words));
	expect([...statements].slice(before)).toEqual([]);
});

/** The words of statements that are not written in the code of their file; in `http` and `push`, all statements. */
function notOurs(file: string, text: string): string[] {
	const code = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const foreign = createForeign(code);
	const found: string[] = [];
	const walk = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && ['prepare', 'pragma', 'exec'].includes(node.expression.name.text)) {
			const [sql] = node.arguments;
			// `exec` is what a pattern does, too.
			const isSql = node.expression.name.text !== 'exec' || /\bdb\b/.test(node.expression.expression.getText());
			if (isSql && sql) {
				if (/^server\/(http|push)\//.test(file) || ts.isBinaryExpression(sql)) found.push(sql.getText());
				found.push(...foreign(sql));
			}
		}
		ts.forEachChild(node, walk);
	};
	walk(code);
	return [...new Set(found)].sort();
}

/** What else statements are put together of, and why nothing that was said from outside can be among it. */
const known: Record<string, readonly [why: string, ...words: string[]]> = {
	'server/backup/copy.ts': ['tables as our own schema names them', 'from', 'to'],
	'server/db/forms.ts': ['migrations: files of our own, by their numbers', 'Number', 'import.meta'],
	'server/db/room.ts': ['the number of the form, as the database says it', 'db'],
	'server/facts/erasure.ts': ['tables and columns as our own schema names them', 'db'],
	'server/facts/fact-list.ts': ['a kind of fact, of those that there are; which table it has is looked up', 'entity'],
	'server/facts/fact-table.ts': ['the table and the columns of a kind of fact, named where it is made', 'options'],
	'server/facts/restating.ts': ['columns and kinds of facts, of those that there are', 'column', 'of'],
	'server/floor/newcomers.ts': ['tables and columns as our own schema names them', 'db'],
	'server/metrics/quantities.ts': ['sets of rows, kinds of scopes and dimensions, of those that there are', 'dimension', 'id', 'on_', 'rows', 'scope'],
	'server/metrics/retention-desk.ts': ['two names of pragmas', 'name'],
	'server/review/deal-lists.ts': ['the kind of a scope, for a filter from our own list', 'scope'],
	'server/rollups/counted-rows.ts': ['measures, of those that there are, and the kind of a scope, for a filter from our own list', 'measure', 'on', 'rows', 'whose'],
	'server/rollups/fact-memory.ts': ['a kind of fact, of those that there are; its tables are looked up', 'rests'],
	'server/rollups/read.ts': ['measures and columns of facts, of those that there are', 'column', 'cut', 'db', 'grouping', 'measure', 'measures', 'whose'],
};

test('[check 34] what takes requests holds no SQL, and a statement is put together of what is written in our code', () => {
	const found = files.map((file) => [file, notOurs(file, readFileSync(join(root, file), 'utf8'))] as const).filter(([, words]) => words.length > 0);
	expect(Object.fromEntries(found)).toEqual(Object.fromEntries(Object.entries(known).map(([file, [, ...words]]) => [file, words])));
});

test.each([
	['glued to it', `db.prepare('SELECT ' + word)`],
	['put into it', 'db.prepare(`SELECT ${word}`)'],
	['put into a variable', 'const sql = `SELECT ${word}`; db.prepare(sql)'],
	['put into a variable that changes', `let sql = 'SELECT 1'; sql = word; db.prepare(sql)`],
	['given to a function of the file', 'const select = (column: string): string => `SELECT ${column}`; db.prepare(select(word))'],
	['one of many', `db.prepare(\`SELECT \${['a', word].map((column) => \`"\${column}"\`).join(', ')}\`)`],
	['chosen sometimes', `db.prepare(word === 'a' ? 'SELECT 1' : word)`],
])('[check 34] a word from outside is found out when it is %s', (_how, code) => {
	expect(notOurs('server/file.ts', `export const find = (db: Db, word: string) => { ${code}; };`)).not.toEqual([]);
});

test('[check 34] a word of our own may stand in a statement, and what is chosen by a word from outside', () => {
	const code = 'const columns = { a: `x`, b: `y` }; const select = (column: string): string => `SELECT ${column}`; export const find = (db: Db, word: "a" | "b") => db.prepare(`${select("z")}, ${columns[word]}, ${["p", "q"].map((one) => `"${one}"`).join(", ")}`);';
	expect(notOurs('server/file.ts', code)).toEqual([]);
});
