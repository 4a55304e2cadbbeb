/** Every check and every promise of TRUST stands in the title of a test. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Written by hand from TRUST §5 and §2. */
const checks = [
	1, 2, 3, 4, 5, 6, 7, 8, 9, // identity
	10, 11, 12, 13, 14, 15, // displays
	16, 17, 18, // API keys
	19, 20, 21, 22, 23, 24, // Socket.IO
	25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, // web
	36, 37, // outbound
	38, 39, 40, 41, 42, // secrets, operation
];
const promises = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];

/** Titles of tests and of what they stand in, as they are written. */
function titlesIn(file: string): string[] {
	const code = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
	const titles: string[] = [];
	const walk = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && /^(test|describe)\b/.test(node.expression.getText())) {
			const [title] = node.arguments;
			if (title && (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))) titles.push(title.getText());
		}
		ts.forEachChild(node, walk);
	};
	walk(code);
	return titles;
}
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'test'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => file.endsWith('.test.ts'));
const titles = files.flatMap(titlesIn);

test('each of them does', () => {
	const ids = [...checks.map((id) => `[check ${id}]`), ...promises.map((id) => `[R${id}]`)];
	expect(titles.length).toBeGreaterThan(1_000);
	expect(ids.filter((id) => !titles.some((title) => title.includes(id)))).toEqual([]);
});

test('and no test names one that there is not', () => {
	const named = titles.flatMap((title) => [...title.matchAll(/\[(check |R)(\d+)\]/g)].map(([id, of, number]) => ({ id, isKnown: (of === 'R' ? promises : checks).includes(Number(number)) })));
	expect(named.filter(({ isKnown }) => !isKnown)).toEqual([]);
});
