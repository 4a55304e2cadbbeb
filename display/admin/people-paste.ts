/** Reads a pasted list of people, a line each: name, address, role, team, first day, in any order that can be told. */
import type { ListedPerson, NewPerson } from '../../shared/people-api.ts';
import { roleOf, roles } from '../../shared/roles.ts';

export interface PastedPerson extends NewPerson {
	/** Of the pasted text, from 1. */
	line: number;
	/** Why it is left out. */
	fault: 'noName' | 'isHere' | 'isTwice' | 'notUnderstood' | null;
	/** What of it was not understood. */
	rest: string;
	isNewTeam: boolean;
}

/** How people write a role: its short word or its name in one of our languages. */
export type RoleNames = readonly Record<(typeof roles)[number], string>[];

const dayIn = (text: string): string | null => {
	const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
	const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
	const [year, month, day] = iso ? iso.slice(1) : dotted ? dotted.slice(1).reverse() : [];
	if (year === undefined || month === undefined || day === undefined) return null;
	const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	const at = new Date(`${written}T00:00:00Z`);
	// A 31st of a month of 30 days would come out as the 1st of the next.
	return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== written ? null : written;
};

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);
const heads = new Set(['name', 'namn', 'address', 'adress', 'e-mail', 'email', 'e-post', 'role', 'roll', 'team', 'start', 'first day', 'första dag', 'e-mail address', 'e-postadress']);

function cellsOf(line: string): string[] {
	const between = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ',';
	return line.split(between).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1').trim());
}

export function pastedPeople(text: string, { people, teams, roleNames }: { people: readonly ListedPerson[]; teams: readonly string[]; roleNames: RoleNames }): PastedPerson[] {
	const here = new Set(people.flatMap(({ email }) => email ?? []));
	const known = new Set(teams.map((team) => team.toLowerCase()));
	const seen = new Set<string>();
	const roleIn = (cell: string): string | null => roleOf(cell) ?? roles.find((role) => roleNames.some((names) => names[role].toLowerCase() === cell.toLowerCase())) ?? null;

	return text.split(/\r?\n/).flatMap((raw, index): PastedPerson[] => {
		const cells = cellsOf(raw).filter((cell) => cell !== '');
		if (cells.length === 0 || (index === 0 && cells.every((cell) => heads.has(cell.toLowerCase())))) return [];
		let email: string | null = null;
		let role: string | null = null;
		let start: string | null = null;
		const words: string[] = [];
		for (const cell of cells) {
			const day = dayIn(cell);
			const means = roleIn(cell);
			if (isAddress(cell) && email === null) email = cell.toLowerCase();
			else if (day !== null && start === null) start = day;
			else if (means !== null && role === null) role = means;
			else words.push(cell);
		}
		const [name = '', team = null, ...more] = words;
		const rest = more.join(', ') || [name, team ?? ''].find((word) => /^[\d./-]+$/.test(word)) || '';
		const fault = rest !== '' ? 'notUnderstood' : name === '' ? 'noName' : email !== null && here.has(email) ? 'isHere' : email !== null && seen.has(email) ? 'isTwice' : null;
		if (email !== null) seen.add(email);
		return [{ line: index + 1, name, email, role, team, start, fault, rest, isNewTeam: team !== null && !known.has(team.toLowerCase()) }];
	});
}
