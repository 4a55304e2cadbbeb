/** The admin page about people: whom it lists, what is cut out of a picture, its words. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstCrop, mostZoom, moved, sideOf, within, zoomed, type Crop } from '../../display/admin/cropping.ts';
import { pastedPeople } from '../../display/admin/people-paste.ts';
import { chosenPeople, teamsOf } from '../../display/admin/people-view.ts';
import type { ListedPerson } from '../../shared/people-api.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { peopleWords, type PeopleWords } from '../../shared/words/people.ts';
import { roleWords } from '../../shared/words/roles.ts';

const person = (id: number, name: string, part: Partial<ListedPerson> = {}): ListedPerson => ({ id, handle: name, name, email: null, team: null, role: null, initials: '', photo: null, isRanked: true, isActive: true, hasLeft: false, seen: 1, ...part });
const floor = [person(1, 'Ana Núñez', { team: 'West', email: 'boss@x.example' }), person(2, 'Bo Ek', { team: 'North', isActive: false }), person(3, 'Cy Ek', { team: 'North' })];
const found = (search: string, team = ''): number[] => chosenPeople(floor, { search, team }).map(({ id }) => id);

test('people are found by any part of name and address, whatever the accents; who is here stands first', () => {
	expect([found(''), found('ek'), found('EK cy'), found('nunez'), found('boss'), found('  '), found('xyz')]).toEqual([[1, 3, 2], [3, 2], [3], [1], [1], [1, 3, 2], []]);
	expect([found('', 'North'), found('ana', 'North'), teamsOf(floor)]).toEqual([[3, 2], [], ['North', 'West']]);
});

test('by team and role, a role as its source writes it; who left when all are asked for', () => {
	const some = [person(1, 'A', { role: 'AE', team: 'North' }), person(2, 'B', { role: 'coach' }), person(3, 'C', { role: 'ae', isActive: false, hasLeft: true }), person(4, 'D', { isActive: false })];
	const ids = (part: { role?: string; isNow?: boolean; search?: string }): number[] => chosenPeople(some, { search: '', team: '', ...part }).map(({ id }) => id);
	expect([ids({ role: 'ae' }), ids({ role: 'coach' }), ids({ role: 'none' }), ids({ isNow: true }), ids({ search: 'north' })]).toEqual([[1, 3], [2], [4], [1, 2, 4], [1]]);
});

const pasted = (text: string) => pastedPeople(text, { people: [person(1, 'Ana', { email: 'ana@x.example' })], teams: ['North'], roleNames: [roleWords.en, roleWords.sv] });

test('a pasted list is understood by what its cells are, with or without a header, in either language', () => {
	expect(pasted('Namn;Adress;Roll;Team;Start\nUma Berg;Uma@x.example;Försäljningschef;north;2.11.2026\n\n"Vic";2026-12-01;SDR')).toEqual([
		{ line: 2, name: 'Uma Berg', email: 'uma@x.example', role: 'lead', team: 'north', start: '2026-11-02', fault: null, rest: '', isNewTeam: false },
		{ line: 4, name: 'Vic', email: null, role: 'sdr', team: null, start: '2026-12-01', fault: null, rest: '', isNewTeam: false },
	]);
	expect(pasted('Name')).toEqual([]);
	expect(pasted('Uma\tuma@x.example\tOcean')).toMatchObject([{ name: 'Uma', team: 'Ocean', isNewTeam: true }]);
});

test('what is not understood, stands twice or is here already is left out with its reason', () => {
	const faults = pasted('Ana,ana@x.example\nUma,uma@x.example\nUma,UMA@x.example\nVic,North,soon\nWes,2026-02-30\nu@x.example');
	expect(faults.map(({ fault, rest }) => [fault, rest])).toEqual([['isHere', ''], [null, ''], ['isTwice', ''], ['notUnderstood', 'soon'], ['notUnderstood', '2026-02-30'], ['noName', '']]);
});

test('every sentence exists in Swedish, with the same placeholders', () => {
	const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
	expect(Object.keys(peopleWords.sv).sort()).toEqual(Object.keys(peopleWords.en).sort());
	for (const key of Object.keys(peopleWords.en) as (keyof PeopleWords)[]) expect([key, placeholders(wordsIn(peopleWords, 'sv')[key])]).toEqual([key, placeholders(peopleWords.en[key])]);
});

const landscape = { width: 400, height: 300 };
const upright = { width: 300, height: 400 };

test('at first as much as fits into a square is cut out, of an upright picture a little above its middle', () => {
	expect([firstCrop(landscape), sideOf(landscape, firstCrop(landscape))]).toEqual([{ zoom: 1, x: 200, y: 150 }, 300]);
	expect(firstCrop(upright)).toEqual({ zoom: 1, x: 150, y: 168 });
});

test('the picture follows the hand until its edge', () => {
	const crop: Crop = { zoom: 3, x: 200, y: 150 };
	// 100 of its pixels are seen: half of them to the right.
	expect(moved(landscape, crop, 0.5, -0.2)).toEqual({ zoom: 3, x: 150, y: 170 });
	expect(moved(landscape, crop, 9, 9)).toEqual({ zoom: 3, x: 50, y: 50 });
});

test('what is at a point stays there while zooming', () => {
	const crop: Crop = { zoom: 1, x: 200, y: 150 };
	// A quarter to the right of the middle is x = 275; twice as large, 150 are seen, and it is still a quarter to the right.
	expect(zoomed(landscape, crop, 2, { right: 0.25, down: 0 })).toEqual({ zoom: 2, x: 237.5, y: 150 });
	expect([zoomed(landscape, crop, 99).zoom, zoomed(landscape, crop, 0).zoom]).toEqual([mostZoom, 1]);
});

test('nothing outside of the picture is ever cut out', () => {
	const size = fc.record({ width: fc.integer({ min: 64, max: 5000 }), height: fc.integer({ min: 64, max: 5000 }) });
	const step = fc.record({ right: fc.double({ min: -3, max: 3, noNaN: true }), down: fc.double({ min: -3, max: 3, noNaN: true }), by: fc.double({ min: 0.1, max: 10, noNaN: true }) });
	fc.assert(
		fc.property(size, fc.array(step, { maxLength: 8 }), (picture, steps) => {
			let crop = firstCrop(picture);
			for (const { right, down, by } of steps) {
				crop = zoomed(picture, moved(picture, crop, right, down), crop.zoom * by, { right: right / 6, down: down / 6 });
				const half = sideOf(picture, crop) / 2;
				expect(Math.min(crop.x - half, crop.y - half, picture.width - crop.x - half, picture.height - crop.y - half)).toBeGreaterThanOrEqual(-1e-6);
				expect(within(picture, crop)).toEqual(crop);
			}
		}),
	);
});
