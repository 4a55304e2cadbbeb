/**
 * Who works in the demo company. Their stories are told in months before the month in which the demo began: every month somebody leaves,
 * and somebody else begins in the place that became free the month before.
 */
export type Role = 'sdr' | 'ae' | 'am';

export interface CastMember {
	index: number;
	email: string;
	name: string;
	role: Role;
	/** The team at `start`. */
	firstTeam: string;
	move: { team: string; from: string } | null;
	start: string;
	end: string | null;
	away: { from: string; to: string } | null;
	/** 1 is average. */
	skill: number;
}

/** Who does not sell. */
export interface StaffMember {
	email: string;
	name: string;
	role: 'sdrm' | 'lead' | 'enb';
	team: string | null;
	start: string;
}

interface Story {
	moved?: { from: string; months: number };
	away?: [from: number, to: number];
}

export const teams = ['North', 'East', 'South', 'West'] as const;
export const regionOf: Record<string, readonly [string, ...string[]]> = {
	North: ['Nordics', 'Nordics', 'Baltics'],
	East: ['DACH', 'DACH', 'Poland & Czechia'],
	South: ['Iberia', 'Italy', 'France'],
	West: ['UK & Ireland', 'Benelux', 'Benelux'],
};

const roster: [team: string, role: Role, name: string, skill: number, story?: Story][] = [
	['North', 'sdr', 'Åsa Lindqvist', 1.15],
	['North', 'sdr', 'Mikko Järvinen', 0.95],
	['North', 'sdr', 'Pekka Niemi', 0.88],
	['North', 'sdr', 'Søren Kjær', 0.9],
	['North', 'sdr', 'Aino Koskinen', 1.03],
	['North', 'sdr', 'Liv Haugen', 1],
	['North', 'sdr', 'Jonas Berg', 0.97],
	['North', 'ae', 'Ingrid Bjørnstad', 1.12],
	['North', 'ae', 'Elin Sjöström', 1.02, { away: [8, 5] }],
	['North', 'ae', 'Lars Holm', 0.9],
	['North', 'ae', 'Jānis Bērziņš', 0.95],
	['North', 'am', 'Hanna Mäkelä', 1.05],
	['East', 'sdr', 'Jürgen Weiß', 0.88],
	['East', 'sdr', 'Marek Kowalczyk', 0.93],
	['East', 'sdr', 'Petra Novotná', 0.98],
	['East', 'sdr', 'Zuzana Dvořáková', 1.08],
	['East', 'sdr', 'Felix Baumann', 0.96],
	['East', 'ae', 'Katarzyna Wójcik', 1.1],
	['East', 'ae', 'Łukasz Zieliński', 0.94],
	['East', 'ae', 'Matthias Grünwald', 0.9],
	['East', 'ae', 'Lenka Králová', 1.03],
	['East', 'ae', 'Ágnes Kovács', 1],
	['East', 'am', 'Réka Szűcs', 1.04],
	['South', 'sdr', 'Lucía Fernández', 1.1],
	['South', 'sdr', 'Paula Ortega', 0.92],
	['South', 'sdr', 'Gonçalo Magalhães', 0.96, { away: [1, -1] }],
	['South', 'sdr', 'Inês Duarte', 1],
	['South', 'ae', 'José Antonio Muñoz', 1.06],
	['South', 'ae', 'Chloé Lefèvre', 1.14],
	['South', 'ae', 'Niccolò De Santis', 0.91],
	['South', 'ae', 'Bianca Moretti', 1.01],
	['South', 'ae', 'Marta Ribeiro', 0.93],
	['South', 'ae', 'Öykü Çelik', 0.99],
	['South', 'ae', 'Rafael Costa', 0.97],
	['South', 'am', 'Beatriz Simões', 0.98],
	['West', 'sdr', 'Siobhán O’Connor', 1.12],
	['West', 'sdr', 'Callum Reid', 0.9],
	['West', 'sdr', 'Daniël Vermeulen', 0.93],
	['West', 'sdr', 'Tom Hughes', 1.02],
	['West', 'sdr', 'Fenna Bakker', 0.91],
	['West', 'sdr', 'Anouk de Vries', 1],
	['West', 'sdr', 'Isla Campbell', 0.98],
	['West', 'ae', 'Owen Griffiths', 0.92],
	['West', 'ae', 'Niamh Kelly', 1],
	['West', 'ae', 'Loïc Dubois', 1.08, { moved: { from: 'South', months: 5 } }],
	['West', 'ae', 'Rhys Morgan', 0.89],
	['West', 'ae', 'Maeve Ní Bhriain', 1.03],
	['West', 'am', 'Freya Ashworth', 0.97],
];

/** Who left, month by month up to `lastLeaving` months from the beginning, and who began in their place a month later. */
const turnover: [left: string | null, joined: string][] = [
	[null, 'Matthias Grünwald'],
	['Pekka Niemi', 'Søren Kjær'],
	['Callum Reid', 'Daniël Vermeulen'],
	['Marta Ribeiro', 'Öykü Çelik'],
	['Jürgen Weiß', 'Petra Novotná'],
	['Rhys Morgan', 'Maeve Ní Bhriain'],
	['Paula Ortega', 'Gonçalo Magalhães'],
	['Mikko Järvinen', 'Aino Koskinen'],
	['Lars Holm', 'Jānis Bērziņš'],
	['Fenna Bakker', 'Anouk de Vries'],
	['Marek Kowalczyk', 'Zuzana Dvořáková'],
	['Matthias Grünwald', 'Lenka Králová'],
	['Niccolò De Santis', 'Bianca Moretti'],
	['Daniël Vermeulen', 'Tom Hughes'],
	['Owen Griffiths', 'Niamh Kelly'],
	['Søren Kjær', 'Liv Haugen'],
	['Petra Novotná', 'Felix Baumann'],
	['Łukasz Zieliński', 'Ágnes Kovács'],
	['Anouk de Vries', 'Isla Campbell'],
	['Öykü Çelik', 'Rafael Costa'],
	['Aino Koskinen', 'Jonas Berg'],
	['Gonçalo Magalhães', 'Inês Duarte'],
];
const lastLeaving = 2;
const monthsFrom = (index: number): number => index - (turnover.length - 1) + lastLeaving;

const monthDay = (month: string, months: number, day: number): string => Temporal.PlainDate.from(`${month}-01`).add({ months }).add({ days: day - 1 }).toString();

/** @param month the month in which the demo began, '2026-09' */
export function createCast(month: string): CastMember[] {
	const left = new Map(turnover.map(([name], index) => [name, monthDay(month, monthsFrom(index), 20)]));
	const joined = new Map(turnover.map(([, name], index) => [name, monthDay(month, monthsFrom(index) + 1, 8)]));
	return roster.map(([team, role, name, skill, story = {}], index) => ({
		index,
		email: `${address(name)}@demo.example`,
		name,
		role,
		firstTeam: story.moved?.from ?? team,
		move: story.moved ? { team, from: monthDay(month, -story.moved.months, 1) } : null,
		start: joined.get(name) ?? monthDay(month, -24 - ((index * 7) % 40), 1),
		end: left.get(name) ?? null,
		away: story.away ? { from: monthDay(month, -story.away[0], 6), to: monthDay(month, -story.away[1], 14) } : null,
		skill,
	}));
}

const staff: [name: string, role: StaffMember['role'], team: string | null, months: number][] = [
	['Astrid Nyström', 'sdrm', 'North', 38],
	['Hugo van Dijk', 'sdrm', 'West', 29],
	['Cecilia Almeida', 'lead', null, 52],
	['Dominik Keller', 'enb', null, 26],
];

export const createStaff = (month: string): StaffMember[] =>
	staff.map(([name, role, team, months]) => ({ email: `${address(name)}@demo.example`, name, role, team, start: monthDay(month, -months, 1) }));

const letters: Record<string, string> = { ø: 'o', æ: 'ae', ß: 'ss', ł: 'l', Ł: 'l', '’': '' };

const address = (name: string): string =>
	name
		.toLowerCase()
		.replace(/[øæßłŁ’]/g, (letter) => letters[letter] ?? '')
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.replace(/\s+/g, '.');

export const teamOn = (member: CastMember, day: string): string => (member.move && day >= member.move.from ? member.move.team : member.firstTeam);

export const isEmployed = (member: CastMember, day: string): boolean => day >= member.start && (member.end === null || day <= member.end);

export const isAway = (member: CastMember, day: string): boolean => member.away !== null && day >= member.away.from && day <= member.away.to;

export const isAtWork = (member: CastMember, day: string): boolean => isEmployed(member, day) && !isAway(member, day);

/** 0.3 on the first day, 1 after four months. */
export function ramp(member: CastMember, day: string): number {
	if (day.slice(0, 4) > String(Number(member.start.slice(0, 4)) + 1)) return 1;
	const days = Temporal.PlainDate.from(member.start).until(day).days;
	return Math.min(1, 0.3 + (0.7 * days) / 120);
}

/** The people of a role who can take something on at `day` and will still be employed at `until`. */
export const available = (cast: readonly CastMember[], role: Role, day: string, until = day): CastMember[] =>
	cast.filter((member) => member.role === role && isAtWork(member, day) && isEmployed(member, until));

/** Who looks after a team's customers. */
export const keeperOf = (cast: readonly CastMember[], team: string): CastMember | undefined => cast.find(({ role, firstTeam }) => role === 'am' && firstTeam === team);
