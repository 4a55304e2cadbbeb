/** Owners that a file names and nobody is known by: whatever they own is on no leaderboard, and no number is wrong enough to show it. */
import { rowsText } from './describe.ts';
import type { PushRow } from './understand.ts';

const ownerFields = ['owner', 'booked_by', 'sdr'];
const mostShown = 8;

/** @returns null when everybody is known. */
export function unknownOwnersText(unknown: ReadonlySet<string>, rows: readonly PushRow[], source: string): string | null {
	if (unknown.size === 0) return null;
	const counts = new Map([...unknown].map((owner) => [owner, 0]));
	for (const row of rows) {
		for (const owner of new Set(ownerFields.map((field) => row[field]))) if (typeof owner === 'string' && counts.has(owner)) counts.set(owner, (counts.get(owner) ?? 0) + 1);
	}
	const found = [...counts].sort((a, b) => b[1] - a[1]);
	const shown = found.slice(0, mostShown).map(([owner, count]) => (count > 0 ? `${owner} (${rowsText(count)})` : owner));
	const more = found.length > shown.length ? ` and ${found.length - shown.length} more` : '';
	return `Owners nobody is known by: ${shown.join(', ')}${more}. They are on no leaderboard: import people with the same --source (${source}), by the same names or with their e-mail addresses.`;
}
