/** The admin page about people: whom it lists, what is cut out of a picture, its words. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstCrop, mostZoom, moved, sideOf, within, zoomed, type Crop } from '../../display/admin/cropping.ts';
import { chosenPeople, teamsOf } from '../../display/admin/people-view.ts';
import type { ListedPerson } from '../../shared/people-api.ts';
import { wordsIn } from '../../shared/words/language.ts';
import { peopleWords, type PeopleWords } from '../../shared/words/people.ts';

const person = (id: number, name: string, part: Partial<ListedPerson> = {}): ListedPerson => ({ id, handle: name, name, email: null, team: null, role: null, initials: '', photo: null, isRanked: true, isActive: true, seen: 1, ...part });
const floor = [person(1, 'Ana Núñez', { team: 'West', email: 'boss@x.example' }), person(2, 'Bo Ek', { team: 'North', isActive: false }), person(3, 'Cy Ek', { team: 'North' })];
const found = (search: string, team = ''): number[] => chosenPeople(floor, { search, team }).map(({ id }) => id);

test('people are found by any part of name and address, whatever the accents; who is here stands first', () => {
	expect([found(''), found('ek'), found('EK cy'), found('nunez'), found('boss'), found('  '), found('xyz')]).toEqual([[1, 3, 2], [3, 2], [3], [1], [1], [1, 3, 2], []]);
	expect([found('', 'North'), found('ana', 'North'), teamsOf(floor)]).toEqual([[3, 2], [], ['North', 'West']]);
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
