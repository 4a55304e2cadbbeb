/**
 * No pattern takes more than linear time, whatever it is given: recheck proves it of a pattern's automaton, or, where that grows too large,
 * looks for an attack for a while and finds none. What it cannot read is listed with the reason why it is harmless.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { check } from 'recheck';
import ts from 'typescript';
import { expect, test, vi } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'server', 'shared'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => file.endsWith('.ts'));

interface Pattern {
	where: string;
	source: string;
	flags: string;
}

const functionAround = (node: ts.Node): ts.SignatureDeclaration | undefined => ts.findAncestor(node.parent, ts.isFunctionLike);

/** Whether it is made while the file is loaded, and then no more: in no function, or in one that is called by its name, from no function. */
function isMadeAtLoad(node: ts.Node, code: ts.SourceFile): boolean {
	const within = functionAround(node);
	if (!within) return true;
	const declared = within.parent;
	if (!ts.isVariableDeclaration(declared) || declared.initializer !== within || functionAround(within)) return false;
	if (declared.parent.parent.getText().startsWith('export')) return false;
	const name = declared.name.getText();
	let isCalledAtLoad = true;
	const walk = (other: ts.Node): void => {
		if (ts.isIdentifier(other) && other !== declared.name && other.text === name && (functionAround(other) || !ts.isCallExpression(other.parent) || other.parent.expression !== other)) isCalledAtLoad = false;
		ts.forEachChild(other, walk);
	};
	walk(code);
	return isCalledAtLoad;
}

function patternsOf(file: string, text = readFileSync(join(root, file), 'utf8')): { literal: Pattern[]; made: string[]; madeLater: string[] } {
	const code = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
	const literal: Pattern[] = [];
	const made: string[] = [];
	const madeLater: string[] = [];
	const walk = (node: ts.Node): void => {
		if (ts.isRegularExpressionLiteral(node)) {
			const [, source = '', flags = ''] = /^\/([^]*)\/([a-z]*)$/.exec(node.text) ?? [];
			literal.push({ where: `${file}:${code.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, source, flags });
		}
		if ((ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText() === 'RegExp') {
			made.push(file);
			if (!isMadeAtLoad(node, code)) madeLater.push(file);
		}
		ts.forEachChild(node, walk);
	};
	walk(code);
	return { literal, made, madeLater };
}

/** It knows no `v` flag, of one class of characters, which has nothing to go back to. The other reads what the engine says of broken JSON: some forty characters. */
const harmless = ['[[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]--[\\u200c\\u200d\\u{e0020}-\\u{e007f}]]', `^Unexpected token '([\\s\\S]+?)', (\\.\\.\\.)?"([\\s\\S]*)"(?:\\.\\.\\.)? is not valid JSON$`];

const isSafe = async ({ source, flags }: Pick<Pattern, 'source' | 'flags'>): Promise<boolean> => {
	const { status } = await check(source, flags, { timeout: 30_000 });
	return status === 'safe';
};

const all = files.map((file) => patternsOf(file));
const found = new Map(all.flatMap(({ literal }) => literal).map((pattern) => [`/${pattern.source}/${pattern.flags}`, pattern]));

test('[check 35] every pattern that is written out takes linear time', async () => {
	expect(found.size).toBeGreaterThan(150);
	const slow: string[] = [];
	for (const [text, pattern] of found) if (!harmless.includes(pattern.source) && !(await isSafe(pattern))) slow.push(`${pattern.where} ${text}`);
	expect(slow).toEqual([]);
});

/** Patterns that are put together when the file is loaded: they are there to be looked at. */
const ofConstants = ['server/floor/plain-text.ts', 'server/sources/sheet/dates.ts', 'server/sources/sheet/period-words.ts'];
const others: Record<string, string> = {
	'server/facts/erasure.ts': 'words with each sign escaped, one beside the other: the names of one person, each of bounded length',
	'server/sources/sheet/match.ts': 'the name of a kind of sheet, from our own list, and a lookahead of one character',
	'server/sources/sheet/workbook-rows.ts': 'the name of an attribute, from our own list, and what is no quotation mark',
	'shared/words/server-says.ts': 'sentences of our own with places in them; below',
};

test('[check 35] every pattern that is put together is known, and those of constants take linear time', async () => {
	expect([...new Set(all.flatMap(({ made }) => made))].sort()).toEqual([...ofConstants, ...Object.keys(others)].sort());
	expect(all.flatMap(({ madeLater }) => madeLater).filter((file) => !(file in others))).toEqual([]);
	const made: { source: string; flags: string }[] = [];
	const Usual = RegExp;
	vi.stubGlobal('RegExp', new Proxy(Usual, {
		construct: (target, [source, flags]: [string | RegExp, string | undefined]) => {
			const pattern = new target(source, flags);
			made.push({ source: pattern.source, flags: pattern.flags });
			return pattern;
		},
	}));
	try {
		for (const file of ofConstants) await import(`../../${file}`);
	} finally {
		vi.unstubAllGlobals();
	}
	expect(made.length).toBeGreaterThanOrEqual(5);
	const slow: string[] = [];
	for (const pattern of made) if (!harmless.includes(pattern.source) && !(await isSafe(pattern))) slow.push(`/${pattern.source}/${pattern.flags}`);
	expect(slow).toEqual([]);
});

test.each(['^(a+)+$', '(a|a)*b$', '\\s+$', '^\\s*(.*?)\\s*$'])('[check 35] /%s/ is found out', async (source) => {
	expect(await isSafe({ source, flags: '' })).toBe(false);
});

test.each([
	['in a function', 'export const f = (text: string) => new RegExp(text).test(text);', 1],
	['in a function that another calls', 'const p = (text: string) => RegExp(text); const q = p("a"); export const f = (text: string) => p(text).test(q.source);', 1],
	['in a function that is handed on', 'const p = (text: string) => new RegExp(text); export const q = ["a"].map(p);', 1],
	['in a function for others', 'export const p = (text: string) => new RegExp(text); export const q = p("a");', 1],
	['when the file is loaded', 'const p = (text: string) => new RegExp(text); export const q = [p("a"), new RegExp("b")];', 0],
])('[check 35] a pattern that is put together %s is told from one of constants', (_where, text, later) => {
	expect(patternsOf('file.ts', text).madeLater).toHaveLength(later);
});
