/** Plans of boards as the admin page sends them. */
import type { BoardDraft } from '../../shared/board-api.ts';
import type { BoardPlan, PanelPlan } from '../../shared/board.ts';
import { z } from 'zod';
import type { People } from '../../server/floor/people.ts';
import { parse } from '../../server/http/route.ts';
import { boardPlan, checkedPlan } from '../../server/panels/plans.ts';

export const panelPlan = (part: Partial<PanelPlan> = {}): PanelPlan => ({
	id: 'leaders', kind: 'leaderboard', metric: 'sales', scope: 'company', period: 'month', ranking: 'result', by: null, figures: [], seconds: null, pinned: false, times: null, ...part,
});

/** As the route understands it. */
export const parsePlan = (plan: unknown, id: string, people: People): BoardPlan => checkedPlan(parse(z.object({ plan: boardPlan }), { plan }).plan, id, people);

/** A board of one leaderboard unless said otherwise. */
export const boardDraft = (part: Partial<BoardDraft> = {}): BoardDraft => ({ name: 'Events', seconds: 20, panels: [panelPlan()], ...part });

export const changed = (json: unknown, path: readonly (string | number)[], value: unknown): unknown => {
	const [step, ...rest] = path;
	if (step === undefined) return value;
	if (Array.isArray(json)) return json.map((each: unknown, at) => (at === step ? changed(each, rest, value) : each));
	const record = json as Record<string, unknown>; // the paths of the tests lead through objects and lists only
	const inner = changed(record[step], rest, value);
	return inner === undefined ? Object.fromEntries(Object.entries(record).filter(([name]) => name !== step)) : { ...record, [step]: inner };
};
