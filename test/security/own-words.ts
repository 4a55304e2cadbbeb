/** Whether a text is put together of what is written in the code alone, as far as one file shows it. */
import ts from 'typescript';

type Declaration = ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement | ts.FunctionDeclaration | ts.ImportSpecifier;

const isDeclaration = (node: ts.Node): node is Declaration => ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node) || ts.isImportSpecifier(node);
/** What is looked through: the words are in what it holds. */
const isWrapping = (node: ts.Node): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.SpreadElement | ts.SpreadAssignment | ts.PropertyAccessExpression | ts.ElementAccessExpression =>
	ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isSpreadElement(node) || ts.isSpreadAssignment(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
const isWord = (node: ts.Node): boolean => ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || [ts.SyntaxKind.NullKeyword, ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword].includes(node.kind);
const givesOnly = ['Object', 'Array', 'JSON', 'String', 'undefined'];

function scopeOf(declared: Declaration): ts.Node | undefined {
	if (ts.isParameter(declared)) return declared.parent;
	if (ts.isBindingElement(declared)) return scopeOf(declared.parent.parent);
	return ts.findAncestor(declared.parent, (node) => ts.isBlock(node) || ts.isSourceFile(node) || ts.isForOfStatement(node) || ts.isFunctionLike(node));
}

function returnedBy(work: ts.FunctionLikeDeclaration): ts.Expression[] {
	const { body } = work;
	if (!body) return [];
	if (!ts.isBlock(body)) return [body];
	const returned: ts.Expression[] = [];
	const walk = (node: ts.Node): void => {
		if (ts.isReturnStatement(node) && node.expression) returned.push(node.expression);
		if (!ts.isFunctionLike(node)) ts.forEachChild(node, walk);
	};
	walk(body);
	return returned;
}

/**
 * Tells what an expression takes from elsewhere, as it is written: what a function was handed by others than this file, what can be set
 * anew, and whatever else is not understood. A name that is imported, and a place that is chosen in a list of our own, are our own.
 */
export function createForeign(code: ts.SourceFile): (node: ts.Node) => string[] {
	const declarations = new Map<string, Declaration[]>();
	const uses = new Map<string, ts.Identifier[]>();
	const collect = (node: ts.Node): void => {
		if (isDeclaration(node) && node.name && ts.isIdentifier(node.name)) declarations.set(node.name.text, [...(declarations.get(node.name.text) ?? []), node]);
		if (ts.isIdentifier(node)) uses.set(node.text, [...(uses.get(node.text) ?? []), node]);
		ts.forEachChild(node, collect);
	};
	collect(code);

	const declarationOf = (name: ts.Identifier): Declaration | undefined => {
		const known = declarations.get(name.text) ?? [];
		for (let scope: ts.Node = name; ; scope = scope.parent) {
			const found = known.find((one) => scopeOf(one) === scope);
			if (found || ts.isSourceFile(scope)) return found;
		}
	};
	const asking = new Set<ts.Node>();
	const ofAll = (nodes: readonly ts.Node[]): string[] => nodes.flatMap(foreign);

	function handedIn(parameter: ts.ParameterDeclaration, called = parameter.name.getText()): string[] {
		const itself = [called];
		const { parent: work } = parameter;
		const around = work.parent;
		// Called with each of a list.
		if (ts.isCallExpression(around) && ts.isPropertyAccessExpression(around.expression)) return foreign(around.expression.expression);
		const declared = ts.isFunctionDeclaration(work) ? work : ts.isVariableDeclaration(around) && around.initializer === work ? around : null;
		const name = declared?.name;
		if (!declared || !name || !ts.isIdentifier(name)) return itself;
		if (/^export\b/.test((ts.isVariableDeclaration(declared) ? declared.parent.parent : declared).getText())) return itself;
		const calls = (uses.get(name.text) ?? []).filter((use) => use !== name && declarationOf(use) === declared);
		const place = work.parameters.indexOf(parameter);
		return calls.flatMap((use) => (ts.isCallExpression(use.parent) && use.parent.expression === use ? ofAll(use.parent.arguments.slice(place, place + 1)) : itself));
	}
	function declaredBy(declared: Declaration): string[] {
		if (ts.isImportSpecifier(declared)) return [];
		if (ts.isFunctionDeclaration(declared)) return ofAll(returnedBy(declared));
		if (ts.isParameter(declared)) return handedIn(declared);
		if (ts.isBindingElement(declared)) {
			const whole = declared.parent.parent;
			return ts.isParameter(whole) ? handedIn(whole, declared.name.getText()) : declaredBy(whole);
		}
		const { parent: list } = declared;
		if (!(list.flags & ts.NodeFlags.Const)) return [declared.name.getText()];
		if (ts.isForOfStatement(list.parent)) return foreign(list.parent.expression);
		return declared.initializer ? foreign(declared.initializer) : [declared.name.getText()];
	}
	function look(node: ts.Node): string[] {
		if (isWord(node)) return [];
		if (isWrapping(node)) return foreign(node.expression);
		if (ts.isTemplateExpression(node)) return ofAll(node.templateSpans.map(({ expression }) => expression));
		if (ts.isConditionalExpression(node)) return ofAll([node.whenTrue, node.whenFalse]);
		if (ts.isBinaryExpression(node)) return ofAll([node.left, node.right]);
		if (ts.isArrayLiteralExpression(node)) return ofAll(node.elements);
		if (ts.isObjectLiteralExpression(node)) return ofAll(node.properties.map((one) => (ts.isPropertyAssignment(one) ? one.initializer : ts.isShorthandPropertyAssignment(one) ? one.name : one)));
		if (ts.isArrowFunction(node)) return ofAll(returnedBy(node));
		if (ts.isNewExpression(node)) return ofAll(node.arguments ?? []);
		if (ts.isCallExpression(node)) return ofAll([node.expression, ...node.arguments]);
		if (!ts.isIdentifier(node)) return [node.getText()];
		if (givesOnly.includes(node.text)) return [];
		const declared = declarationOf(node);
		return declared ? declaredBy(declared) : [node.text];
	}
	function foreign(node: ts.Node): string[] {
		if (asking.has(node)) return [];
		asking.add(node);
		const found = look(node);
		asking.delete(node);
		return found;
	}
	return (node) => [...new Set(foreign(node))];
}
