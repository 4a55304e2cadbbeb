/** Where JSON breaks off, without what stands there: a body may hold a password, and answers are kept by proxies and scripts. */

/** What the engine says of it names a position, or shows ten characters before the place and ten behind it. */
function positionIn(body: string, says: string): number | null {
	const [, position] = /at position (\d+)/.exec(says) ?? [];
	if (position !== undefined) return Number(position);
	const [, token, before, shown] = /^Unexpected token '([\s\S]+?)', (\.\.\.)?"([\s\S]*)"(?:\.\.\.)? is not valid JSON$/.exec(says) ?? [];
	if (token === undefined || shown === undefined) return /end of JSON input/.test(says) ? body.length : null;
	const at = body.indexOf(shown);
	return at === -1 ? null : at + (before === undefined ? Math.max(0, shown.indexOf(token)) : 10);
}

export function placeOfBreak(body: unknown, says: string): string {
	const position = typeof body === 'string' ? positionIn(body, says) : null;
	if (typeof body !== 'string' || position === null) return 'The body is not valid JSON.';
	const lines = body.slice(0, position).split('\n');
	return `The body is not valid JSON: it breaks off in line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}.`;
}
