/** Whether two names may be one person's: a proposal for ops, who decide. */
import type { Likeness } from '../../shared/identities-api.ts';

export interface Named {
	name: string;
	email: string | null;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const wordsOf = (text: string): string[] => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const localOf = (email: string): string => email.split('@')[0] ?? '';
/** A name is compared with names, also one that an address spells out. */
const spellings = ({ name, email }: Named): string[][] => [name.includes('@') ? localOf(name) : name, email === null ? '' : localOf(email)].map(wordsOf).filter((words) => words.length > 0);

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && [...a].sort().join(' ') === [...b].sort().join(' ');

/** "A. Ek" and "Ana Ek", "aek" and "Ana Ek": one surname, and first names of which one is the other's initial. */
function areInitials(a: readonly string[], b: readonly string[]): boolean {
	const [first, second] = [a[0] ?? '', b[0] ?? ''];
	if (a.length > 1 && b.length > 1) return a.at(-1) === b.at(-1) && first !== second && (first.length === 1 || second.length === 1) && first.charAt(0) === second.charAt(0);
	const [short, long] = a.length === 1 ? [a, b] : [b, a];
	return short.length === 1 && long.length > 1 && short[0] === `${long[0]?.charAt(0)}${long.at(-1)}`;
}

/** One letter more, less or other. */
function areNear(a: string, b: string): boolean {
	if (a.length < 6 || b.length < 6 || Math.abs(a.length - b.length) > 1) return false;
	let [start, end] = [0, 0];
	const least = Math.min(a.length, b.length);
	while (start < least && a[start] === b[start]) start += 1;
	while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
	return Math.max(a.length, b.length) - start - end <= 1;
}

const order: Likeness[] = ['name', 'address', 'initials', 'nearly'];

/** The strongest likeness there is. */
export function likenessOf(a: Named, b: Named): Likeness | null {
	const [ours, theirs] = [wordsOf(a.name.includes('@') ? localOf(a.name) : a.name), wordsOf(b.name.includes('@') ? localOf(b.name) : b.name)];
	if (isSame(ours, theirs) && ours.length > 0) return 'name';
	const [mine, yours] = [a, b].map(({ email, name }) => email ?? (name.includes('@') ? name : null));
	if (mine && yours && plain(localOf(mine)) === plain(localOf(yours))) return 'address';
	const found = new Set<Likeness>();
	for (const one of spellings(a)) {
		for (const other of spellings(b)) {
			if (isSame(one, other)) found.add('name');
			else if (areInitials(one, other)) found.add('initials');
			else if (areNear(one.join(' '), other.join(' '))) found.add('nearly');
		}
	}
	return order.find((likeness) => found.has(likeness)) ?? null;
}

export const strength = (likeness: Likeness): number => order.length - order.indexOf(likeness);
