/** Long lists turn pages. A panel component gets one page and knows of no other. */
import { barsPerPage, cellsPerPage, rowsPerPage, stagesPerPage } from '../../parts/far.ts';
import type { BreakdownView, ScorecardView } from '../../../shared/further-views.ts';
import type { ActivitySheetView, AttainmentView, LeaderboardView, ShownView } from '../../../shared/views.ts';

/** As its component gets it: of the group that has the page, all that looks alike on each of its pages is decided by `rowsInAll`. */
export interface AttainmentPage extends AttainmentView {
	rowsInAll: number;
}

/** Of one list; what lies beyond is in the view's own "and 12 more". */
const rowsPerList = 28;

function listPages(rows: number, perPage: number): number {
	return Math.max(1, Math.ceil(Math.min(rows, rowsPerList) / perPage));
}

function rowsOf<Row>(rows: readonly Row[], page: number, perPage: number): Row[] {
	return rows.slice(page * perPage, (page + 1) * perPage);
}

function pagesOf(view: ShownView, far: boolean): number {
	const perPage = rowsPerPage(far);
	if (view.empty !== null) return 1;
	if (view.kind === 'scorecard') return listPages(view.cells.length, cellsPerPage(far));
	if (view.kind === 'breakdown') return listPages(view.rows.length, barsPerPage(far));
	if (view.kind === 'pipeline') return listPages(view.stages.length, stagesPerPage(far));
	if (view.kind === 'leaderboard') return listPages(view.rows.length, perPage);
	if (view.kind === 'attainment' || view.kind === 'activity-sheet') {
		const filled = view.groups.filter((group) => group.rows.length > 0);
		return Math.max(1, filled.reduce((sum, group) => sum + listPages(group.rows.length, perPage), 0));
	}
	return 1;
}

function leaderboardPage(view: LeaderboardView, page: number, perPage: number): LeaderboardView {
	const last = page === listPages(view.rows.length, perPage) - 1;
	return { ...view, rows: rowsOf(view.rows, page, perPage), more: last ? view.more : '' };
}

/** Each group has pages of its own: teams and people never share one. */
function attainmentPage(view: AttainmentView, page: number, perPage: number): AttainmentPage {
	let before = 0;
	for (const group of view.groups) {
		if (group.rows.length === 0) continue;
		const pages = listPages(group.rows.length, perPage);
		if (page < before + pages) {
			const last = page === before + pages - 1;
			const shown = { ...group, rows: rowsOf(group.rows, page - before, perPage), more: last ? group.more : '' };
			return { ...view, groups: [shown], rowsInAll: group.rows.length };
		}
		before += pages;
	}
	return { ...view, groups: view.groups.slice(0, 1), rowsInAll: 0 };
}

/** Each team has pages of its own; what lies beyond all of them is said on the last. */
function sheetPage(view: ActivitySheetView, page: number, perPage: number): ActivitySheetView {
	let before = 0;
	for (const group of view.groups) {
		const pages = listPages(group.rows.length, perPage);
		if (page < before + pages) {
			const isLast = group === view.groups[view.groups.length - 1] && page === before + pages - 1;
			return { ...view, groups: [{ ...group, rows: rowsOf(group.rows, page - before, perPage) }], more: isLast ? view.more : '' };
		}
		before += pages;
	}
	return view;
}

const scorecardPage = (view: ScorecardView, page: number, perPage: number): ScorecardView => ({ ...view, cells: rowsOf(view.cells, page, perPage) });

function breakdownPage(view: BreakdownView, page: number, perPage: number): BreakdownView {
	const last = page === listPages(view.rows.length, perPage) - 1;
	return { ...view, rows: rowsOf(view.rows, page, perPage), more: last ? view.more : '' };
}

function pageAt(view: ShownView, page: number, far: boolean): ShownView {
	const perPage = rowsPerPage(far);
	const within = Math.min(Math.max(0, page), pagesOf(view, far) - 1);
	if (view.kind === 'scorecard') return scorecardPage(view, within, cellsPerPage(far));
	if (view.kind === 'breakdown') return breakdownPage(view, within, barsPerPage(far));
	if (view.kind === 'pipeline') return { ...view, stages: rowsOf(view.stages, within, stagesPerPage(far)) };
	if (view.kind === 'leaderboard') return leaderboardPage(view, within, perPage);
	if (view.kind === 'attainment') return attainmentPage(view, within, perPage);
	if (view.kind === 'activity-sheet') return sheetPage(view, within, perPage);
	return view;
}

// A view that is not what it should be stays as it is: its component throws where that is caught and named.

/** `far`: for a screen that is read from afar. */
export function pageCount(view: ShownView, far = false): number {
	try {
		return pagesOf(view, far);
	} catch {
		return 1;
	}
}

/** The view as one page of it; a page past the end is the last. */
export function pageOf(view: ShownView, page: number, far = false): ShownView {
	try {
		return pageAt(view, page, far);
	} catch {
		return view;
	}
}
