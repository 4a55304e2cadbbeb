/** What a wall is sent: the fields that its views declare and no others, and none that nothing on a wall reads. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { panelKinds } from '../../server/panels/plans.ts';
import { celebrationKinds } from '../../shared/celebration.ts';
import { privacies } from '../../shared/screen.ts';
import { fromElsewhere, givenServer, next } from '../server/http/support.ts';
import { openFloor, type Floor } from './floor.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wire = join(root, 'shared/wire.ts');
const program = ts.createProgram([wire], { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, allowImportingTsExtensions: true, strict: true, noEmit: true, skipLibCheck: true });
const checker = program.getTypeChecker();
const source = program.getSourceFile(wire);
if (!source) throw new Error('shared/wire.ts is not there');

/** The types of what each event carries, as the wire declares them. */
function carried(name: string): Map<string, ts.Type[]> {
	const events = new Map<string, ts.Type[]>();
	const found = source?.statements.find((statement): statement is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(statement) && statement.name.text === name);
	for (const member of found?.members ?? []) {
		if (!ts.isPropertySignature(member) || !member.type || !ts.isFunctionTypeNode(member.type)) continue;
		events.set(member.name.getText(), member.type.parameters.map(({ type }) => checker.getTypeFromTypeNode(type ?? fail())));
	}
	return events;
}
const fail = (): never => {
	throw new Error('a parameter without a type');
};

const isOurs = (symbol: ts.Symbol): boolean => symbol.declarations?.some((declaration) => declaration.getSourceFile().fileName.startsWith(join(root, 'shared'))) ?? false;
const members = (type: ts.Type): ts.Type[] => (type.isUnion() ? type.types.flatMap(members) : [type]);

/** Places in a value of which its type knows nothing. */
function strays(value: unknown, type: ts.Type, at = ''): string[] {
	if (typeof value !== 'object' || value === null) return [];
	const types = members(type);
	if (Array.isArray(value)) {
		return value.flatMap((inner: unknown, place) => {
			const elements = types.flatMap((one) => (checker.isTupleType(one) ? [checker.getTypeArguments(one as ts.TypeReference)[place] ?? []].flat() : checker.isArrayType(one) ? [checker.getTypeArguments(one as ts.TypeReference)[0] ?? []].flat() : []));
			return elements.length === 0 ? [`${at}[]`] : straysOfAny(inner, elements, `${at}[${place}]`);
		});
	}
	return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
		const declared = types.flatMap((one) => {
			const property = one.getProperty(key);
			const indexed = one.getStringIndexType();
			return property ? [checker.getTypeOfSymbol(property)] : indexed ? [indexed] : [];
		});
		return declared.length === 0 ? [`${at}.${key}`] : straysOfAny(inner, declared, `${at}.${key}`);
	});
}
/** Of the types that it may be, the one that knows most of it. */
const straysOfAny = (value: unknown, types: ts.Type[], at: string): string[] => types.flatMap(members).map((type) => strays(value, type, at)).sort((a, b) => a.length - b.length)[0] ?? [];

const events = carried('ServerToWall');
const typeOf = (event: string): ts.Type => events.get(event)?.[0] ?? fail();

let floor: Floor;
beforeAll(async () => {
	floor = await openFloor();
});
afterAll(async () => floor.close());

test('[check 15] every kind of panel, for every privacy, sends what its view declares and nothing else', async () => {
	const boards: { plan: { panels: { kind: string }[] } }[] = (await floor.good('GET', '/api/v1/boards')).boards;
	const seen = new Set<string>();
	for (const privacy of privacies) {
		for (const { plan } of boards) {
			const { board } = await floor.good('POST', '/api/v1/boards/preview', { plan, privacy });
			expect(strays(board, typeOf('board'))).toEqual([]);
			for (const { kind } of board.panels as { kind: string }[]) seen.add(kind);
		}
	}
	// The boards that come with the product have every kind that there is.
	expect([...seen].sort()).toEqual([...panelKinds].sort());
});

test('[check 15] a set-up and a celebration are what the wire declares, and nothing else', async () => {
	const given = await givenServer();
	const { token, id } = await given.pairScreen(given.session());
	const socket = given.connect({ token, headers: fromElsewhere });
	const [setup] = await next(socket, 'screen');
	expect(strays(setup, typeOf('screen'))).toEqual([]);
	const [board] = await next(socket, 'board').catch(() => [null]);
	expect(strays(board, typeOf('board'))).toEqual([]);
	for (const kind of celebrationKinds) {
		const told = new Promise<unknown>((resolve) => socket.once('celebrate', resolve));
		expect((await given.call('POST', '/api/v1/celebrations/trial', { body: { screen: id, kind }, headers: given.session() })).status).toBe(200);
		expect(strays(await told, typeOf('celebrate'))).toEqual([]);
	}
});

test('[check 15] every field that a view declares is read by something on a wall', () => {
	const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'display', 'shared'], { cwd: root, encoding: 'utf8' }).split('\n').filter((file) => /\.(ts|svelte)$/.test(file) && !/^display\/(admin|gallery)/.test(file));
	const code = files.map((file) => readFileSync(join(root, file), 'utf8').replace(/^\t(readonly )?\w+\??: [^=\n]*;$/gm, '')).join('\n');
	const names = new Set<string>();
	const seen = new Set<ts.Type>();
	const walk = (type: ts.Type): void => {
		for (const one of members(type)) {
			if (seen.has(one)) continue;
			seen.add(one);
			for (const argument of checker.isArrayType(one) || checker.isTupleType(one) ? checker.getTypeArguments(one as ts.TypeReference) : []) walk(argument);
			for (const property of one.getProperties().filter(isOurs)) {
				names.add(property.name);
				walk(checker.getTypeOfSymbol(property));
			}
		}
	};
	for (const event of ['board', 'screen', 'celebrate']) walk(typeOf(event));
	expect(names.size).toBeGreaterThan(100);
	expect([...names].filter((name) => !new RegExp(`\\b${name}\\b`).test(code))).toEqual([]);
});

test('a field that is not declared is found out', () => {
	const [type] = [typeOf('screen')];
	expect(strays({ name: 'Hall', tokenHash: 'x' }, type)).toEqual(['.tokenHash']);
});
