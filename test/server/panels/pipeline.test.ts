/** The pipeline, stage by stage. */
import { expect, test } from 'vitest';
import type { PipelineView } from '../../../shared/further-views.ts';
import type { Privacy } from '../../../shared/screen.ts';
import { boardOf, givenBoards, panelOf } from '../../support/boards.ts';
import { ana, cy, givenWall, open, people, won, type GivenWall } from '../../support/wall.ts';

const now = '2026-09-15T13:00';
const deals = [
	open({ owner: ana, stage: 'Offer', amount: 300, created: '2026-09-01' }),
	open({ owner: ana, stage: 'Offer', amount: 100, created: '2026-09-01' }),
	open({ owner: cy, stage: 'Lead', amount: 200, created: '2026-09-01' }),
	open({ owner: cy, stage: 'Demo', created: '2026-09-01' }),
	open({ owner: cy, stage: 'Odd', amount: 150, created: '2026-09-01' }),
	open({ owner: ana, amount: 50, created: '2026-09-01' }),
	won({ owner: ana, on: '2026-09-04', amount: 900, stage: 'Offer' }),
];
function given(more: Parameters<typeof givenWall>[0] = {}): GivenWall {
	const wall = givenWall({ now, people: [...people], deals, ...more });
	wall.wall.journal.apply('stages ordered', { stages: ['Lead', 'Demo', 'Offer'] }, wall.head());
	return wall;
}
async function show(wall: GivenWall, scope = 'company', privacy: Privacy = 'floor'): Promise<PipelineView> {
	const [view] = (await givenBoards(wall).show(boardOf([panelOf({ kind: 'pipeline', metric: 'pipeline_value', scope })]), privacy, now)).panels;
	if (view?.kind !== 'pipeline') throw new Error('no pipeline is shown');
	return view;
}
const lines = ({ stages }: PipelineView) => stages.map(({ name, count, value, bar }) => [name, count.text, value.text, bar]);

test('stages stand in their own order, then those that have no place in it, last what is not said; what is won is in none', async () => {
	const view = await show(given());
	expect(lines(view)).toEqual([['Lead', '1', '€200', 0.5], ['Demo', '1', '€0', 0], ['Offer', '2', '€400', 1], ['Odd', '1', '€150', 0.375], ['Not said', '1', '€50', 0.125]]);
	expect(view).toMatchObject({ title: 'Pipeline by stage', empty: null, headline: { label: 'Pipeline value', number: { text: '€800' } } });
	expect(view.headline.context).toMatch(/^6 open deals/);
});
test('parts sum to the whole, also of a team and of a person', async () => {
	const wall = given();
	const [south, ofAna] = [await show(wall, 'team:South'), await show(wall, `person:${ana}`)];
	expect([south.headline.number.text, lines(south)]).toEqual(['€350', [['Lead', '1', '€200', 1], ['Demo', '1', '€0', 0], ['Odd', '1', '€150', 0.75]]]);
	expect([ofAna.headline.number.text, lines(ofAna).map(([name]) => name)]).toEqual(['€450', ['Offer', 'Not said']]);
});
test('an amount that is the first known one, held backwards, is said to be so [M13]', async () => {
	const wall = given({ deals: [open({ owner: ana, stage: 'Lead', amount: 200, created: '2026-09-01' })] });
	const [view] = (await givenBoards(wall).show(boardOf([panelOf({ kind: 'pipeline', metric: 'pipeline_value' })]), 'floor', '2026-09-08T12:00')).panels;
	expect(view?.kind === 'pipeline' && view.headline.context).toBe('1 open deal, some as first known');
});
test('without an open deal it says what will appear', async () => {
	expect(await show(given({ deals: [] }))).toMatchObject({ empty: 'No deals are open. Stages appear here with the first open deal.', stages: [], coverage: null });
});
test('in a lobby there is no money: each stage is a share of the whole', async () => {
	const view = await show(given(), 'company', 'lobby');
	expect(lines(view).map(([name, count, value]) => [name, count, value])).toEqual([['Lead', '1', '25%'], ['Demo', '1', '0%'], ['Offer', '2', '50%'], ['Odd', '1', '19%'], ['Not said', '1', '6.3%']]);
	expect(view.headline.number.text).toBe('–');
	expect(JSON.stringify(view)).not.toMatch(/€|800/);
});
test('in the language of the floor', async () => {
	const view = await show(given({ locale: 'sv', currency: 'SEK' }));
	expect([view.title, view.stages.at(-1)?.name]).toEqual(['Pipeline per steg', 'Inte angivet']);
});
