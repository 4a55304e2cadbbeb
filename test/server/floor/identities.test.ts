/** Keys given and taken away, people merged and told apart: what stood before comes back, and the company's figures never move (M4). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { likenessOf, spelled } from '../../../server/floor/likeness.ts';
import { ana, bo, call, cy, givenWall, people, won, type GivenWall } from '../../support/wall.ts';
import { parse } from '../../../server/http/route.ts';
import { identityRequest } from '../../../server/metrics/identity-desk.ts';

const now = '2026-09-15T09:00';
const crm = [won({ external_id: 'D-1', owner: ana, on: '2026-09-05', amount: 100 }), won({ external_id: 'D-2', owner: cy, on: '2026-08-05', amount: 10 })];
const rows = { people: [...people], deals: crm };

const changes = ({ wall }: GivenWall) => wall.changes.list({ of: 'people', limit: 200 }).changes;
const undo = (given: GivenWall, entry: number): void => given.wall.changes.undo(entry, 'ops');
const undoLast = (given: GivenWall): void => undo(given, changes(given)[0]?.entry ?? 0);
const says = (given: GivenWall): string[] => changes(given).map((change) => change.says);
const sales = (given: GivenWall) => given.by('sales', 'person', { period: '2026' });
const merge = ({ wall, head }: GivenWall, from: number, into: number): void => wall.identifying.identities.merge(from, into, head());
/** All that says who is who. */
const floor = (given: GivenWall): unknown => ({
	person: given.db.prepare('SELECT id, handle, email, name, role, start_day, end_day, merged_into, is_ranked, photo FROM person ORDER BY id').all(),
	identity: given.db.prepare('SELECT key, person, by_hand FROM identity ORDER BY key').all(),
	...Object.fromEntries(['membership', 'target', 'photo', 'told_apart'].map((table) => [table, given.db.prepare(`SELECT * FROM ${table}`).all()])),
});

/** Ana Ek of the CRM is A. Ek of the dialer, with a team, a target and a photo of her own. */
function givenDouble() {
	const given = givenWall({ now, ...rows });
	given.push({ source: 'dialer', people: [{ name: 'A. Ek', team: 'Phones', role: 'sdr' }], activities: [call({ owner: 'A. Ek', on: '2026-09-02' })] });
	given.target('person:A. Ek', '2026-09', 40, 'calls_made');
	const [anaId, double] = [given.idOf(ana), given.idOf('A. Ek')];
	given.wall.journal.together(() => {
		const photo = given.wall.photos.keep({ type: 'image/png', bytes: Uint8Array.from([7]) });
		given.wall.journal.apply('photo set', { person: double, photo }, given.head());
	});
	return { given, anaId, double };
}

describe('merging', () => {
	test('both histories add up; teams and targets of the one that stays stand; what the other had is said before', async () => {
		const { given, anaId, double } = givenDouble();
		given.wall.journal.apply('person ranked', { person: double, isRanked: false }, given.head());
		expect(given.wall.identifying.identities.mergePreview(double, anaId)).toEqual({
			from: { id: double, name: 'A. Ek', keys: 1, facts: 1 },
			into: { id: anaId, name: 'Ana', keys: 2, facts: 1 },
			lost: { targets: 1, teams: ['Phones'], photo: false, role: 'sdr' },
			gained: { photo: true, email: null, leftOut: true },
		});
		merge(given, double, anaId);
		expect([await sales(given), await given.by('calls_made', 'person', { period: '2026' })]).toEqual([{ [ana]: 100, [cy]: 10 }, { [ana]: 1 }]);
		expect(await given.by('calls_made', 'team', { period: '2026' })).toEqual({ North: 1 });
		expect((await given.explain('calls_made', { scope: `person:${ana}`, period: '2026-09' })).target).toBeNull();
	});

	test('undone, everything is as it was: keys, address, photo, ranking, teams, targets and handle', () => {
		const { given, anaId, double } = givenDouble();
		given.wall.journal.apply('person ranked', { person: double, isRanked: false }, given.head());
		for (const [from, into] of [[double, anaId], [anaId, double]] as const) {
			const before = floor(given);
			merge(given, from, into);
			expect(floor(given)).not.toEqual(before);
			undoLast(given);
			expect(floor(given)).toEqual(before);
		}
		expect(says(given).slice(0, 4)).toEqual(['Ana and A. Ek are two people again.', 'Ana was merged into A. Ek: they are one person.', 'A. Ek and Ana are two people again.', 'A. Ek was merged into Ana: they are one person.']);
	});

	test('undone after later changes, the rest is given back and what stayed is said', async () => {
		const { given, anaId, double } = givenDouble();
		merge(given, double, anaId);
		const [merged] = changes(given);
		// Since then: the key went on to somebody else, and Ana has a photo of her own.
		given.wall.journal.apply('identity assigned', { key: 'dialer/A. Ek', person: given.idOf(bo) }, given.head());
		given.wall.journal.together(() => {
			const photo = given.wall.photos.keep({ type: 'image/png', bytes: Uint8Array.from([8]) });
			given.wall.journal.apply('photo set', { person: anaId, photo }, given.head());
		});
		undo(given, merged?.entry ?? 0);
		expect(says(given)[0]).toBe('A. Ek and Ana are two people again. What means somebody else by now stayed there: dialer/A. Ek.');
		expect(await given.by('calls_made', 'person', { period: '2026' })).toEqual({ [bo]: 1 });
		expect(given.db.prepare('SELECT hex(bytes) FROM photo ORDER BY 1').pluck().all()).toEqual(['07', '08']);
		expect(given.db.prepare('SELECT name FROM person WHERE photo IS NOT NULL ORDER BY id').pluck().all()).toEqual(['Ana', 'A. Ek']);
	});

	test('what a later merge stands on is refused with the reason until that one is undone', () => {
		const { given, anaId, double } = givenDouble();
		const before = floor(given);
		merge(given, double, anaId);
		const [first] = changes(given);
		merge(given, anaId, given.idOf(cy));
		expect(() => undo(given, first?.entry ?? 0)).toThrow('Cannot be undone: a later change stands on it.');
		undoLast(given);
		undo(given, first?.entry ?? 0);
		expect(floor(given)).toEqual(before);
	});

	test('a merge of an older version is listed, and says why it cannot be undone', () => {
		const { given, anaId, double } = givenDouble();
		merge(given, double, anaId);
		given.db.prepare(`UPDATE entry SET body = json_object('from', ?, 'into', ?) WHERE kind = 'people merged'`).run(double, anaId);
		expect(changes(given)[0]).toMatchObject({ says: 'A. Ek was merged into Ana: they are one person.', undo: { possible: false, reason: 'what it needs is no longer kept' } });
		given.db.prepare(`UPDATE entry SET kind = 'identity assigned', body = json_object('key', 'crm/X', 'person', ?) WHERE kind = 'people merged'`).run(anaId);
		expect(changes(given)[0]).toMatchObject({ says: 'crm/X means Ana.', undo: { possible: false } });
	});

	test('the other name’s source neither renames nor moves the one who stays', () => {
		const { given, anaId, double } = givenDouble();
		merge(given, double, anaId);
		const before = floor(given);
		expect(given.push({ source: 'dialer', people: [{ name: 'A. Ek', team: 'Phones', role: 'lead' }] })).toMatchObject({ unchanged: 1, rejected: [] });
		expect(floor(given)).toEqual(before);
		expect(given.push({ people: [{ email: ana, name: 'Ana Ek', role: 'ae' }] })).toMatchObject({ updated: 1 });
		expect(given.wall.people.person(anaId)?.name).toBe('Ana Ek');
	});
});

describe('keys of a person', () => {
	const identities = ({ wall }: GivenWall) => wall.identifying.identities;

	test('are listed with their source, facts, and who set them', () => {
		const { given, anaId, double } = givenDouble();
		merge(given, double, anaId);
		expect(identities(given).of(anaId).keys).toMatchObject([
			{ key: ana, source: null, name: ana, byHand: false, facts: { deals: 1, activities: 0, first: '2026-09-05', last: '2026-09-05' } },
			{ key: 'crm/Ana', source: 'crm', name: 'Ana', byHand: false, facts: { deals: 0, first: null } },
			{ key: 'dialer/A. Ek', source: 'dialer', name: 'A. Ek', byHand: true, facts: { deals: 0, activities: 1, last: '2026-09-02' } },
		]);
	});

	test('one is added and taken away, both are undone, and no source brings back what was taken', async () => {
		const given = givenWall({ now, ...rows });
		const id = given.idOf(ana);
		given.push({ deals: [won({ owner: 'a.ek@old.example', on: '2026-09-01', amount: 7 })] });
		const before = floor(given);
		identities(given).change(id, { add: 'A.Ek@old.example' }, given.head());
		expect(await sales(given)).toEqual({ [ana]: 107, [cy]: 10 });
		identities(given).change(id, { remove: ana }, given.head());
		expect(await sales(given)).toEqual({ [ana]: 7, [cy]: 10, unassigned: 100 });
		expect(given.wall.people.person(id)?.email).toBeNull();
		undoLast(given);
		undo(given, changes(given)[2]?.entry ?? 0);
		expect(floor(given)).toEqual(before);

		identities(given).change(id, { remove: ana }, given.head());
		given.push({ people: [{ email: ana, name: 'Ana' }] });
		expect([await sales(given), given.wall.people.count()]).toEqual([{ Ana: 100, [cy]: 10, unassigned: 7 }, 4]);
		given.push({ people: [{ email: ana, name: 'Ana' }] });
		expect([given.wall.people.count(), given.wall.identifying.identities.of(id).keys.map(({ key }) => key)]).toEqual([4, []]);
	});

	test('one that means somebody else is given only on purpose, and an address that is no address is refused', () => {
		const given = givenWall({ now, ...rows });
		const id = given.idOf(bo);
		const add = (body: object) => identities(given).change(id, parse(identityRequest, body), given.head());
		expect(() => add({ add: ana })).toThrow(expect.objectContaining({ status: 409, code: 'elsewhere' }));
		expect(() => add({ add: 'a b@x' })).toThrow(expect.objectContaining({ status: 400, code: 'not_an_email' }));
		expect(() => add({ add: 'Ana' })).toThrow(expect.objectContaining({ status: 400, field: 'source' }));
		expect(() => add({ remove: ana })).toThrow(expect.objectContaining({ status: 409 }));
		const before = floor(given);
		add({ add: ana, move: true });
		expect(given.wall.people.person(given.idOf(ana))?.email).toBeNull();
		undoLast(given);
		expect(floor(given)).toEqual(before);
	});
});

describe('doubles', () => {
	const pairs = ({ wall }: GivenWall) => wall.identifying.identities.doubles().pairs.map(({ a, b, likeness }) => [a.name, b.name, likeness]);
	test.each([
		['Ana Berg', 'Åsa Berg', null],
		['Ana Berg', 'Ana Öberg', null],
		['Jan Ek', 'Jon Ek', null],
		['Per Holm', 'Per Palm', null],
		['Ulf Lindqvist', 'Ulf Lindkvist', 'nearly'],
		['Kristina Ek', 'Kristine Ek', 'nearly'],
		['Anna Lena Ek', 'Annalena Ek', 'nearly'],
		['Ulf Lindqvist', 'Rolf Lindkvist', null],
		['Ana Ek', 'A. Ek', 'initials'],
		['Ek, Ana', 'Ana Ek', 'name'],
	] as const)('%s and %s: %s', (a, b, likeness) => {
		expect(likenessOf(spelled({ name: a, email: null }), spelled({ name: b, email: null }))).toBe(likeness);
	});
	test('two whom one source knows by two addresses of one house are two; by one of elsewhere, or from another source, they may be one', () => {
		const given = givenWall({ now, people: [{ email: 'ulf.lindberg@x.example', name: 'Ulf Lindberg' }, { email: 'ulf.lundberg@x.example', name: 'Ulf Lundberg' }, { email: 'ulf.lindborg@old.example', name: 'Ulf Lindborg' }] });
		expect(pairs(given)).toEqual([['Ulf Lindberg', 'Ulf Lindborg', 'nearly']]);
		given.push({ source: 'sheet', people: [{ email: 'ulf.lindbarg@x.example', name: 'Ulf Lindbarg' }] });
		expect(pairs(given)).toContainEqual(['Ulf Lindberg', 'Ulf Lindbarg', 'nearly']);
		// Once the same source has facts of both.
		given.push({ source: 'dialer', activities: ['ulf.lindberg@x.example', 'ulf.lindbarg@x.example'].map((owner, index) => call({ external_id: `C-${index}`, owner, on: '2026-09-02' })) });
		expect(pairs(given)).not.toContainEqual(['Ulf Lindberg', 'Ulf Lindbarg', 'nearly']);
	});
	test('who may be one person is proposed, until ops say they are two', () => {
		const given = givenWall({ now, people: [{ email: 'ana.ek@x.example', name: 'Ana Ek' }, { email: 'bo@x.example', name: 'Bo' }, { email: 'ulf@x.example', name: 'Ulf Lindqvist' }] });
		given.push({ source: 'dialer', people: [{ name: 'A. Ek' }, { name: 'Ek, Ana' }, { email: 'bo@old.example', name: 'B' }, { name: 'Ulf Lindkvist' }, { name: 'Anna Ekman' }] });
		expect(pairs(given)).toEqual([
			['Ana Ek', 'Ek, Ana', 'name'],
			['Bo', 'B', 'address'],
			['Ana Ek', 'A. Ek', 'initials'],
			['Ulf Lindqvist', 'Ulf Lindkvist', 'nearly'],
		]);
		given.wall.identifying.identities.tellApart(given.idOf('bo@old.example'), given.idOf(bo), given.head());
		expect(pairs(given)).toHaveLength(3);
		expect(says(given)[0]).toBe('Bo and B are two people.');
		undoLast(given);
		expect(pairs(given)).toHaveLength(4);
	});
});

describe('any sequence', () => {
	const whom = fc.nat({ max: 5 });
	const step = fc.oneof(
		fc.record({ kind: fc.constant('merge' as const), a: whom, b: whom }),
		fc.record({ kind: fc.constant('assign' as const), a: whom, key: fc.constantFrom('dialer/A. Ek', 'crm/Nobody', 'x@y.example', ana, 'crm/Cy') }),
		fc.record({ kind: fc.constant('take' as const), a: whom, b: whom }),
		fc.record({ kind: fc.constant('make' as const), key: fc.constantFrom('crm/Nobody', 'x@y.example') }),
		fc.record({ kind: fc.constant('leave out' as const), key: fc.constantFrom('crm/Nobody', 'x@y.example') }),
		fc.record({ kind: fc.constant('undo' as const), a: fc.nat({ max: 7 }) }),
	);
	const figures = async (given: GivenWall) => ({ person: [await sales(given), await given.by('calls_made', 'person', { period: '2026' })], team: [await given.by('sales', 'team', { period: '2026' })] });
	const company = async (given: GivenWall) => [await given.value('sales', { period: '2026' }), await given.value('calls_made', { period: '2026' })];

	test('of merging, assigning, telling apart and undoing leaves the company’s figures alone, and undoing everything leads back to each person’s', async () => {
		let taken = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
				const { given } = givenDouble();
				given.push({ deals: [won({ owner: 'Nobody', on: '2026-09-03', amount: 1_000 }), won({ owner: 'x@y.example', on: '2026-09-04', amount: 10_000 })] });
				const before = { floor: floor(given), figures: await figures(given), company: await company(given), revision: given.wall.journal.revision() };
				const ids = (): number[] => given.db.prepare<[], number>('SELECT id FROM person ORDER BY id').pluck().all();
				for (const made of steps) {
					const idOf = (index: number): number => ids()[index % ids().length] ?? 0;
					const { identities, unassigned } = given.wall.identifying;
					try {
						if (made.kind === 'merge') identities.merge(idOf(made.a), idOf(made.b), given.head());
						else if (made.kind === 'assign') identities.change(idOf(made.a), { add: made.key.replace(/^\w+\//, ''), source: made.key.split('/')[0], move: true }, given.head());
						else if (made.kind === 'take') identities.change(idOf(made.a), { remove: identities.of(idOf(made.a)).keys[made.b]?.key ?? 'none' }, given.head());
						else if (made.kind === 'make') unassigned.assign({ keys: [made.key], name: 'Somebody' }, given.head());
						else if (made.kind === 'leave out') unassigned.assign({ keys: [made.key], person: null }, given.head());
						else undo(given, changes(given).filter(({ entry }) => entry > before.revision)[made.a]?.entry ?? 0);
						taken += 1;
					} catch (error) {
						// Nobody there, already so, or a later change stands on it.
						expect(error).toMatchObject({ name: 'InputError' });
					}
					expect(await company(given)).toEqual(before.company);
				}
				// From the newest to the oldest, undoings too: each stands on nothing any more.
				for (const { entry } of changes(given).filter((change) => change.entry > before.revision)) undo(given, entry);
				expect([await figures(given), await company(given)]).toEqual([before.figures, before.company]);
				const clean = (state: unknown): unknown => JSON.parse(JSON.stringify(state));
				// Who was made is still there to be made again, and nowhere to be seen.
				const withoutMade = (state: { person?: { name: string }[] }) => ({ ...state, person: state.person?.filter(({ name }) => name !== 'Somebody') });
				expect(withoutMade(clean(floor(given)) as object)).toEqual(clean(before.floor));
				expect(given.wall.people.list().map(({ name }) => name)).not.toContain('Somebody');
				await given.close();
			}),
			{ numRuns: 20, endOnFailure: true },
		);
		expect(taken).toBeGreaterThan(30);
	}, 120_000);
});
