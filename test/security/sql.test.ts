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

test('[check 34] what takes requests holds no SQL, and nothing is glued to a statement by hand', () => {
	const found: string[] = [];
	for (const file of files) {
		const code = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
		const walk = (node: ts.Node): void => {
			if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && ['prepare', 'pragma', 'exec'].includes(node.expression.name.text)) {
				const [sql] = node.arguments;
				// `exec` is what a pattern does, too.
				const isSql = node.expression.name.text !== 'exec' || /\bdb\b/.test(node.expression.expression.getText());
				if (isSql && sql) {
					if (/^server\/(http|push)\//.test(file)) found.push(`${file}: ${sql.getText()}`);
					if (ts.isBinaryExpression(sql)) found.push(`${file}: ${sql.getText()}`);
				}
			}
			ts.forEachChild(node, walk);
		};
		walk(code);
	}
	expect(found).toEqual([]);
});
