/** A board's plan as it comes from outside: what it is taken for, and what it is refused for. */
import { describe, expect, test } from 'vitest';
import { planPeriods } from '../../../shared/board.ts';
import { InputError } from '../../../server/errors.ts';
import { createErasedKeys } from '../../../server/floor/erased-keys.ts';
import { createPeople } from '../../../server/floor/people.ts';
import { createPhotos } from '../../../server/floor/photos.ts';
import { metricIds } from '../../../server/metrics/catalogue.ts';
import { panelKinds } from '../../../server/panels/plans.ts';
import { readyMade } from '../../../server/panels/ready-made.ts';
import { isOf, periodsOf } from '../../../server/panels/showable.ts';
import { company } from '../../../server/metrics/scope.ts';
import { partsOf } from '../../../server/metrics/told-apart.ts';
import { boardDraft, changed, panelPlan, parsePlan } from '../../support/plans.ts';
import { givenWall, people as threePeople } from '../../support/wall.ts';

function givenPeople() {
	const wall = givenWall({ people: [...threePeople, { email: 'ida@x.example', name: 'Ana' }] });
	return { ...wall, people: createPeople(wall.db, createPhotos(wall.db), createErasedKeys(wall.db), () => '') };
}
const refusal = (plan: unknown, people = givenPeople().people): [field: string | undefined, message: string] => {
	try {
		parsePlan(plan, 'events', people);
	} catch (error) {
		if (error instanceof InputError) return [error.field, error.message];
		throw error;
	}
	return [undefined, 'was taken'];
};

test('a plan is taken as it is; its name without spaces around it, its days in order', () => {
	const { people } = givenPeople();
	const figures = [{ metric: 'pace', base: 'meetings_booked', period: 'week' as const }, { metric: 'win_rate', base: null, period: 'quarter' as const }];
	const times = { days: [5, 1, 5], from: '22:00', to: '02:00' };
	const draft = boardDraft({ name: '  Events ', panels: [panelPlan({ figures, seconds: 5, pinned: true, times, ranking: 'improvement' }), panelPlan({ id: 'a1', kind: 'trend', period: 'day' })] });
	expect(parsePlan(draft, 'events', people)).toEqual({
		id: 'events',
		name: 'Events',
		seconds: 20,
		panels: [
			{ id: 'leaders', kind: 'leaderboard', metric: 'sales', scope: 'company', period: 'month', ranking: 'improvement', by: null, figures, seconds: 5, pinned: true, times: { days: [1, 5], from: '22:00', to: '02:00' } },
			{ id: 'a1', kind: 'trend', metric: 'sales', scope: 'company', period: 'day', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null },
		],
	});
});

test('[M11] a scope is kept by the name of today: a former name of a team, an address in capitals', () => {
	const { people, wall, head, db } = givenPeople();
	const north = db.prepare<[], number>(`SELECT id FROM team WHERE name = 'North'`).pluck().get() ?? 0;
	wall.journal.apply('team renamed', { team: north, name: 'Arctic' }, head());
	const scopes = ['team:North', 'person:ANA@x.example'].map((scope) => parsePlan(boardDraft({ panels: [panelPlan({ kind: 'target', scope })] }), 'x', people).panels[0]?.scope);
	expect(scopes).toEqual(['team:Arctic', 'person:ana@x.example']);
});

test.each(readyMade.map((board) => [board.id, board] as const))('the ready-made board %s is a plan that would be taken', (id, board) => {
	expect(parsePlan(board, id, givenPeople().people)).toEqual(board);
});

const plain = boardDraft({ panels: [panelPlan({ figures: [{ metric: 'growth', base: null, period: 'month' }] })] });
const panel = (part: Parameters<typeof panelPlan>[0]) => boardDraft({ panels: [panelPlan(part)] });
const figure = (metric: string, base: string | null = null) => ({ metric, base, period: 'month' as const });

describe('a bad plan is refused with its field', () => {
	test.each<[what: string, plan: unknown, field: string]>([
		['no plan', null, 'plan'],
		['a list', [], 'plan'],
		['no name', changed(plain, ['name'], undefined), 'plan.name'],
		['an empty name', { ...plain, name: '   ' }, 'plan.name'],
		['a name of 61 characters', { ...plain, name: 'x'.repeat(61) }, 'plan.name'],
		['a name over two lines', { ...plain, name: 'a\nb' }, 'plan.name'],
		['a name that nobody can see', { ...plain, name: '\u3164' }, 'plan.name'],
		['four seconds', { ...plain, seconds: 4 }, 'plan.seconds'],
		['601 seconds', { ...plain, seconds: 601 }, 'plan.seconds'],
		['half a second more', { ...plain, seconds: 20.5 }, 'plan.seconds'],
		['seconds in words', { ...plain, seconds: '20' }, 'plan.seconds'],
		['no panels', { ...plain, panels: [] }, 'plan.panels'],
		['25 panels', { ...plain, panels: Array.from({ length: 25 }, (_, at) => panelPlan({ id: `p${at}` })) }, 'plan.panels'],
		['panels that are none', { ...plain, panels: {} }, 'plan.panels'],
		['a panel that is a text', { ...plain, panels: ['sales'] }, 'plan.panels[0]'],
		['a word that nobody knows', changed(plain, ['panels', 0, 'colour'], 'red'), 'plan.panels[0]'],
		['an id with spaces', panel({ id: 'a b' }), 'plan.panels[0].id'],
		['the same id twice', boardDraft({ panels: [panelPlan(), panelPlan({ id: 'other' }), panelPlan()] }), 'plan.panels[2].id'],
		['figures beside a work-back', panel({ kind: 'workback', figures: [figure('pace')] }), 'plan.panels[0].figures'],
		['a sheet with its own metric as a further column', panel({ kind: 'activity-sheet', metric: 'calls_made', period: 'month', figures: [figure('calls_made')] }), 'plan.panels[0].figures'],
		['an unknown kind', changed(plain, ['panels', 0, 'kind'], 'pie'), 'plan.panels[0].kind'],
		['an unknown metric', panel({ metric: 'luck' }), 'plan.panels[0].metric'],
		['a metric by the name of a property', panel({ metric: 'constructor' }), 'plan.panels[0].metric'],
		['an unknown period', changed(plain, ['panels', 0, 'period'], 'decade'), 'plan.panels[0].period'],
		['a team that there is not', panel({ scope: 'team:West' }), 'plan.panels[0].scope'],
		['a person whom nobody knows', panel({ kind: 'target', scope: 'person:x@x.example' }), 'plan.panels[0].scope'],
		['a name that two people have', panel({ kind: 'target', scope: 'person:Ana' }), 'plan.panels[0].scope'],
		['no scope', panel({ scope: '' }), 'plan.panels[0].scope'],
		['a trend of a rate', panel({ kind: 'trend', metric: 'win_rate' }), 'plan.panels[0].metric'],
		['a trend of a state', panel({ kind: 'trend', metric: 'open_deals' }), 'plan.panels[0].metric'],
		['a trend of what is derived', panel({ kind: 'trend', metric: 'growth' }), 'plan.panels[0].metric'],
		['a trend of years', panel({ kind: 'trend', period: 'year' }), 'plan.panels[0].period'],
		['the attainment of a rate', panel({ kind: 'attainment', metric: 'connect_rate' }), 'plan.panels[0].metric'],
		['the attainment of what should be few', panel({ kind: 'attainment', metric: 'deals_lost' }), 'plan.panels[0].metric'],
		['a path to a state', panel({ kind: 'target', metric: 'pipeline_value' }), 'plan.panels[0].metric'],
		['a path within one day', panel({ kind: 'target', period: 'day' }), 'plan.panels[0].period'],
		['a leaderboard of a rate', panel({ metric: 'no_show_rate' }), 'plan.panels[0].metric'],
		['a leaderboard of what has no people', panel({ metric: 'reps_at_quota' }), 'plan.panels[0].metric'],
		['an unknown ranking', changed(plain, ['panels', 0, 'ranking'], 'luck'), 'plan.panels[0].ranking'],
		['a trend that ranks', panel({ kind: 'trend', ranking: 'improvement' }), 'plan.panels[0].ranking'],
		['improvement of a state', panel({ metric: 'open_deals', ranking: 'improvement' }), 'plan.panels[0].ranking'],
		['improvement by week', panel({ period: 'week', ranking: 'improvement' }), 'plan.panels[0].period'],
		['four figures', panel({ figures: ['sales', 'deals_won', 'win_rate', 'growth'].map((metric) => figure(metric)) }), 'plan.panels[0].figures'],
		['an unknown figure', panel({ figures: [figure('sales'), figure('luck')] }), 'plan.panels[0].figures[1].metric'],
		['the same figure twice', panel({ figures: [figure('growth'), figure('growth', 'deals_won')] }), 'plan.panels[0].figures[1]'],
		['a base of what is not derived', panel({ figures: [figure('sales', 'sales')] }), 'plan.panels[0].figures[0].base'],
		['an unknown base', panel({ figures: [figure('pace', 'luck')] }), 'plan.panels[0].figures[0].base'],
		['a base that is derived itself', panel({ figures: [figure('pace', 'growth')] }), 'plan.panels[0].figures[0].base'],
		['the pace of a rate', panel({ figures: [figure('pace', 'win_rate')] }), 'plan.panels[0].figures[0].base'],
		['the pace of a state', panel({ metric: 'open_deals', figures: [figure('pace')] }), 'plan.panels[0].figures[0].metric'],
		['reps at quota beside one person', panel({ kind: 'target', scope: 'person:ana@x.example', figures: [figure('reps_at_quota')] }), 'plan.panels[0].figures[0].metric'],
		['a breakdown by nothing', panel({ kind: 'breakdown', metric: 'sales' }), 'plan.panels[0].by'],
		['a breakdown by what deals do not say', panel({ kind: 'breakdown', metric: 'sales', by: 'outcome' }), 'plan.panels[0].by'],
		['meetings by channel, which they do not have', panel({ kind: 'breakdown', metric: 'meetings_booked', by: 'channel' }), 'plan.panels[0].by'],
		['one person by person', panel({ kind: 'breakdown', metric: 'sales', by: 'person', scope: 'person:ana@x.example' }), 'plan.panels[0].by'],
		['meetings of one person, of which nothing is told apart', panel({ kind: 'breakdown', metric: 'meetings_booked', by: 'team', scope: 'person:ana@x.example' }), 'plan.panels[0].metric'],
		['a breakdown of what is derived', panel({ kind: 'breakdown', metric: 'growth', by: 'team' }), 'plan.panels[0].metric'],
		['a trend told apart', panel({ kind: 'trend', by: 'team' }), 'plan.panels[0].by'],
		['a scorecard of what is derived', panel({ kind: 'scorecard', metric: 'pace' }), 'plan.panels[0].metric'],
		['a KPI twice on a scorecard', panel({ kind: 'scorecard', figures: [figure('sales')] }), 'plan.panels[0].figures'],
		['nine KPIs', panel({ kind: 'scorecard', figures: ['deals_won', 'deals_lost', 'win_rate', 'growth', 'pace', 'calls_made', 'connects', 'emails_sent'].map((metric) => figure(metric)) }), 'plan.panels[0].figures'],
		['a figure without a period', changed(plain, ['panels', 0, 'figures', 0, 'period'], undefined), 'plan.panels[0].figures[0].period'],
		['three seconds for one panel', panel({ seconds: 3 }), 'plan.panels[0].seconds'],
		['pinned by a word', changed(plain, ['panels', 0, 'pinned'], 'yes'), 'plan.panels[0].pinned'],
		['no weekday', panel({ times: { days: [], from: '09:00', to: '12:00' } }), 'plan.panels[0].times.days'],
		['an eighth weekday', panel({ times: { days: [8], from: '09:00', to: '12:00' } }), 'plan.panels[0].times.days[0]'],
		['a time that there is not', panel({ times: { days: [1], from: '9:00', to: '12:00' } }), 'plan.panels[0].times.from'],
		['25 o’clock', panel({ times: { days: [1], from: '09:00', to: '25:00' } }), 'plan.panels[0].times.to'],
		['no time between', panel({ times: { days: [1], from: '09:00', to: '09:00' } }), 'plan.panels[0].times.to'],
		['holidays, which panels do not know', changed(panel({}), ['panels', 0, 'times'], { days: [1], from: '09:00', to: '10:00', offOnHolidays: true }), 'plan.panels[0].times'],
	])('%s', (_what, plan, field) => {
		const [named, message] = refusal(plan);
		expect([named, message]).toEqual([field, expect.not.stringMatching(/Invalid input|was taken/)]);
		// Whoever reads only the message finds the place, too.
		expect(field === 'plan' || message.startsWith(field)).toBe(true);
	});
});

test('what can be shown by the rules is taken, in every period, and what cannot is refused', () => {
	const { people } = givenPeople();
	let taken = 0;
	for (const kind of panelKinds) {
		for (const metric of metricIds) {
			for (const period of planPeriods) {
				const [field] = refusal(panel({ kind, metric, period, by: kind === 'breakdown' ? (partsOf(metric, company)[0] ?? null) : kind === 'funnel' ? 'calls' : null }), people);
				expect([kind, metric, period, field === undefined]).toEqual([kind, metric, period, periodsOf(kind, metric).includes(period) && isOf(metric, 'company')]);
				if (field === undefined) taken += 1;
			}
		}
	}
	expect(taken).toBeGreaterThan(194);
});
