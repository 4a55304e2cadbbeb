/** Long lists turn pages. A panel component gets one page and knows of no other. */
import type { AttainmentView, LeaderboardView, PanelView } from '../../../shared/views.ts';

/** Rows that can be read from a desk. */
export const rowsPerPage = 7;
/** Of one list; what lies beyond is in the view's own "and 12 more". */
export const pagesPerList = 4;

function listPages(rows: number): number {
	return Math.min(pagesPerList, Math.max(1, Math.ceil(rows / rowsPerPage)));
}

function rowsOf<Row>(rows: readonly Row[], page: number): Row[] {
	return rows.slice(page * rowsPerPage, (page + 1) * rowsPerPage);
}

function pagesOf(view: PanelView): number {
	if (view.empty !== null) return 1;
	if (view.kind === 'leaderboard') return listPages(view.rows.length);
	if (view.kind === 'attainment') {
		const filled = view.groups.filter((group) => group.rows.length > 0);
		return Math.max(1, filled.reduce((sum, group) => sum + listPages(group.rows.length), 0));
	}
	return 1;
}

function leaderboardPage(view: LeaderboardView, page: number): LeaderboardView {
	const last = page === listPages(view.rows.length) - 1;
	return { ...view, rows: rowsOf(view.rows, page), more: last ? view.more : '' };
}

/** Each group has pages of its own: teams and people never share one. */
function attainmentPage(view: AttainmentView, page: number): AttainmentView {
	let before = 0;
	for (const group of view.groups) {
		if (group.rows.length === 0) continue;
		const pages = listPages(group.rows.length);
		if (page < before + pages) {
			const last = page === before + pages - 1;
			return { ...view, groups: [{ ...group, rows: rowsOf(group.rows, page - before), more: last ? group.more : '' }] };
		}
		before += pages;
	}
	return { ...view, groups: view.groups.slice(0, 1) };
}

function pageAt(view: PanelView, page: number): PanelView {
	const within = Math.min(Math.max(0, page), pagesOf(view) - 1);
	if (view.kind === 'leaderboard') return leaderboardPage(view, within);
	if (view.kind === 'attainment') return attainmentPage(view, within);
	return view;
}

// A view that is not what it should be stays as it is: its component throws where that is caught and named.

export function pageCount(view: PanelView): number {
	try {
		return pagesOf(view);
	} catch {
		return 1;
	}
}

/** The view as one page of it; a page past the end is the last. */
export function pageOf(view: PanelView, page: number): PanelView {
	try {
		return pageAt(view, page);
	} catch {
		return view;
	}
}
