/** The order of stages, and when the currency of a workspace can still be another. */
import { describe, expect, test } from 'vitest';
import { ana, givenWall, open, people, won } from '../../support/wall.ts';

test('stages are listed in the order that ops give them, others as they were first seen; undo brings back the order before', async () => {
	const wall = givenWall({ people: [...people], deals: [open({ owner: ana, amount: 30, stage: 'Offer' }), open({ owner: ana, amount: 20, stage: 'Lead' }), open({ owner: ana, amount: 10, stage: 'Demo' }), open({ owner: ana, amount: 40, stage: 'New one' }), open({ owner: ana, amount: 5 })] });
	const stages = async () => ((await wall.explain('pipeline_value', { by: 'stage' })).by ?? []).map(({ key }) => key);
	expect(await stages()).toEqual(['Offer', 'Lead', 'Demo', 'New one', 'unknown']);
	await wall.wall.money.orderStages(['Lead', 'Demo', 'Offer', 'Gone'], 'ops');
	expect(await stages()).toEqual(['Lead', 'Demo', 'Offer', 'New one', 'unknown']);
	expect(wall.wall.money.state().stages).toEqual([
		{ name: 'Lead', deals: 1, isOrdered: true },
		{ name: 'Demo', deals: 1, isOrdered: true },
		{ name: 'Offer', deals: 1, isOrdered: true },
		{ name: 'Gone', deals: 0, isOrdered: true },
		{ name: 'New one', deals: 1, isOrdered: false },
	]);
	await expect(wall.wall.money.orderStages(['Lead', 'Lead'], 'ops')).rejects.toMatchObject({ status: 400, field: 'stages' });
	const [change] = wall.wall.changes.list({ of: 'settings' }).changes;
	expect(change?.says).toBe('Order of stages: none ⇒ Lead → Demo → Offer → Gone');
	wall.wall.changes.undo(change?.entry ?? 0, 'ops');
	expect(await stages()).toEqual(['Offer', 'Lead', 'Demo', 'New one', 'unknown']);
	expect(wall.wall.money.state().stages.every(({ isOrdered }) => !isOrdered)).toBe(true);
});

describe('the currency of the workspace', () => {
	test('can be another until there is an amount, and be taken back as long', async () => {
		const wall = givenWall({ people: [...people], deals: [won({ owner: ana, on: '2026-09-02', amount: null })] });
		expect(wall.wall.money.state().currencyFixed).toBeNull();
		await wall.wall.money.setCurrency('SEK', 'ops');
		expect(wall.wall.workspace()?.currency).toBe('SEK');
		const [change] = wall.wall.changes.list({ of: 'settings' }).changes;
		expect(change).toMatchObject({ says: 'Currency: EUR → SEK', undo: { possible: true } });
		wall.push({ deals: [won({ owner: ana, on: '2026-09-02', amount: 100 })] });
		expect(wall.wall.changes.list({ of: 'settings' }).changes[0]?.undo.possible).toBe(false);
		await expect(wall.wall.money.setCurrency('EUR', 'ops')).rejects.toMatchObject({ status: 409, code: 'currency_fixed', field: 'currency' });
		expect(wall.wall.workspace()?.currency).toBe('SEK');
	});

	test('stays once a money target, a rate or a threshold in it is set; a target of another kind is none', async () => {
		const wall = givenWall({ people: [...people] });
		const { money } = wall.wall;
		wall.target('company', '2026-09', 5, 'meetings_booked');
		expect(money.isCurrencyFixed()).toBe(false);
		wall.target('company', '2026-09', 5);
		expect(money.state().currencyFixed).toContain('stays EUR');
		wall.target('company', '2026-09', null);
		expect(money.isCurrencyFixed()).toBe(false);
		await money.setRates({ currency: 'SEK', rates: [{ from: '2026-09-01', rate: '0.1' }] }, 'ops');
		expect(money.isCurrencyFixed()).toBe(true);
		await money.setRates({ currency: 'SEK', rates: [] }, 'ops');
		expect(money.isCurrencyFixed()).toBe(false);
	});
});
