/** Whether two names may be one person's: a proposal for ops, who decide. */
import type { Likeness } from '../../shared/identities-api.ts';

export interface Named {
	name: string;
	email: string | null;
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
const wordsOf = (text: string): string[] => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
const localOf = (email: string): string => email.split('@')[0] ?? '';

/** A name taken apart, once, since each is compared with everybody's. */
export interface Spelled {
	/** The words of the name, sorted: "Ek, Ana" is "Ana Ek". */
	sorted: string;
	/** Of the address. */
	local: string | null;
	/** The name, and as the address spells it. */
	spellings: { words: string[]; sorted: string }[];
}

const sortedWords = (words: readonly string[]): string => [...words].sort().join(' ');

export function spelled({ name, email }: Named): Spelled {
	const own = wordsOf(name.includes('@') ? localOf(name) : name);
	const address = email ?? (name.includes('@') ? name : null);
	const lists = [own, address === null ? [] : wordsOf(localOf(address))].filter((words) => words.length > 0);
	return { sorted: sortedWords(own), local: address === null ? null : plain(localOf(address)), spellings: lists.map((words) => ({ words, sorted: sortedWords(words) })) };
}

/** "A. Ek" and "Ana Ek", "aek" and "Ana Ek": one surname, and first names of which one is the other's initial. */
function areInitials(a: readonly string[], b: readonly string[]): boolean {
	const [first, second] = [a[0] ?? '', b[0] ?? ''];
	if (a.length > 1 && b.length > 1) return a.at(-1) === b.at(-1) && first !== second && (first.length === 1 || second.length === 1) && first.charAt(0) === second.charAt(0);
	const [short, long] = a.length === 1 ? [a, b] : [b, a];
	return short.length === 1 && long.length > 1 && short[0] === `${long[0]?.charAt(0)}${long.at(-1)}`;
}

/** One letter more, less or other, of a word that is long enough for it to be a slip. */
function isSlip(a: string, b: string): boolean {
	if (Math.min(a.length, b.length) < 6 || Math.abs(a.length - b.length) > 1) return false;
	let [start, end] = [0, 0];
	const least = Math.min(a.length, b.length);
	while (start < least && a[start] === b[start]) start += 1;
	while (end < least - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
	return Math.max(a.length, b.length) - start - end <= 1;
}

/** Misspelt in one word: one letter of a short one makes another name (Ana and Åsa, Berg and Öberg). */
function areNear(a: readonly string[], b: readonly string[]): boolean {
	if (a.length !== b.length) return a.join('').length >= 6 && a.join('') === b.join('');
	const other = a.flatMap((word, index) => (word === b[index] ? [] : [[word, b[index] ?? ''] as const]));
	return other.length === 1 && other.every(([one, two]) => isSlip(one, two));
}

const order: Likeness[] = ['name', 'address', 'initials', 'nearly'];

/** The strongest likeness there is. */
export function likenessOf(a: Spelled, b: Spelled): Likeness | null {
	if (a.sorted !== '' && a.sorted === b.sorted) return 'name';
	if (a.local !== null && a.local === b.local) return 'address';
	const found = new Set<Likeness>();
	for (const one of a.spellings) {
		for (const other of b.spellings) {
			if (one.sorted === other.sorted) found.add('name');
			else if (areInitials(one.words, other.words)) found.add('initials');
			else if (areNear(one.words, other.words)) found.add('nearly');
		}
	}
	return order.find((likeness) => found.has(likeness)) ?? null;
}

/** Each has an address of their own in the same house. */
export function areColleagues(a: Named, b: Named): boolean {
	const [one, other] = [a.email?.split('@')[1], b.email?.split('@')[1]];
	return a.email !== b.email && one !== undefined && one === other;
}

export const strength = (likeness: Likeness): number => order.length - order.indexOf(likeness);
