/** Who works in the demo company. Their stories are told in months before the month in which the demo began. */
export type Role = 'sdr' | 'ae';

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

interface Story {
	joined?: number;
	left?: number;
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
	['North', 'sdr', 'Søren Kjær', 0.9, { joined: 2 }],
	['North', 'ae', 'Ingrid Bjørnstad', 1.12],
	['North', 'ae', 'Elin Sjöström', 1.02, { away: [8, 5] }],
	['North', 'ae', 'Jānis Bērziņš', 0.92],
	['North', 'ae', 'Hanna Mäkelä', 1.05],
	['East', 'sdr', 'Zuzana Dvořáková', 1.05],
	['East', 'sdr', 'Jürgen Weiß', 0.88],
	['East', 'ae', 'Katarzyna Wójcik', 1.1],
	['East', 'ae', 'Tobias Müller', 0.94],
	['East', 'ae', 'Łukasz Zieliński', 0.97],
	['East', 'ae', 'Réka Szűcs', 1.04],
	['East', 'ae', 'Matthias Grünwald', 0.9, { left: 6 }],
	['South', 'sdr', 'Lucía Fernández', 1.1],
	['South', 'sdr', 'Gonçalo Magalhães', 0.96, { away: [1, -1] }],
	['South', 'ae', 'José Antonio Muñoz', 1.06],
	['South', 'ae', 'Chloé Lefèvre', 1.14],
	['South', 'ae', 'Niccolò De Santis', 0.91],
	['South', 'ae', 'Beatriz Simões', 0.98],
	['South', 'ae', 'Öykü Çelik', 0.99],
	['West', 'sdr', 'Siobhán O’Connor', 1.12],
	['West', 'sdr', 'Daniël Vermeulen', 0.93, { left: 11 }],
	['West', 'sdr', 'Anouk de Vries', 1],
	['West', 'ae', 'Owen Griffiths', 0.96],
	['West', 'ae', 'Loïc Dubois', 1.08, { moved: { from: 'South', months: 5 } }],
	['West', 'ae', 'Maeve Ní Bhriain', 1.03],
	['West', 'ae', 'Freya Ashworth', 0.9, { joined: 3 }],
];

/** @param month the month in which the demo began, '2026-09' */
export function createCast(month: string): CastMember[] {
	const first = Temporal.PlainDate.from(`${month}-01`);
	const before = (months: number, day: number) => first.subtract({ months }).add({ days: day - 1 }).toString();
	return roster.map(([team, role, name, skill, story = {}], index) => ({
		index,
		email: `${address(name)}@demo.example`,
		name,
		role,
		firstTeam: story.moved?.from ?? team,
		move: story.moved ? { team, from: before(story.moved.months, 1) } : null,
		start: story.joined ? before(story.joined, 8) : before(24 + ((index * 7) % 40), 1),
		end: story.left ? before(story.left, 20) : null,
		away: story.away ? { from: before(story.away[0], 6), to: before(story.away[1], 14) } : null,
		skill,
	}));
}

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

/** 0.3 on the first day, 1 after four months. */
export function ramp(member: CastMember, day: string): number {
	if (day.slice(0, 4) > String(Number(member.start.slice(0, 4)) + 1)) return 1;
	const days = Temporal.PlainDate.from(member.start).until(day).days;
	return Math.min(1, 0.3 + (0.7 * days) / 120);
}

/** The people of a role who can take something on at `day` and will still be employed at `until`. */
export const available = (cast: readonly CastMember[], role: Role, day: string, until = day): CastMember[] =>
	cast.filter((member) => member.role === role && isEmployed(member, day) && isEmployed(member, until) && !isAway(member, day));
