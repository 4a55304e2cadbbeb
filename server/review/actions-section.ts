/** What was agreed, as a section of a review. It is never closed: what was agreed goes on. */
import type { ReviewAction, ReviewSection, TableCell } from '../../shared/review-api.ts';
import type { ActionRow, ActionsView, Finding } from '../../shared/review-views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { handoutWords } from '../../shared/words/review-handout.ts';
import { reviewWords } from '../../shared/words/review.ts';
import { dayText } from '../floor/day-text.ts';
import type { Period } from '../floor/period.ts';
import { verdict } from '../panels/standing.ts';
import type { Language } from '../../shared/views.ts';

export interface ActionsGiven {
	actions: readonly ReviewAction[];
	month: Period;
	/** The day that it is. */
	today: string;
	language: Language;
	locale: string;
	/** "June 2017". */
	title: (month: string) => string;
	dayOf: (at: string) => string;
	demo: string | null;
}

const rowsShown = 6;

export function actionsSection({ actions, month, today, language, locale, title, dayOf, demo }: ActionsGiven): ReviewSection {
	const words = wordsIn(handoutWords, language);
	const own = wordsIn(reviewWords, language);
	const day = (text: string): string => dayText(text, locale);
	const isLate = ({ until, doneAt }: ReviewAction): boolean => doneAt === null && until !== null && until < today;
	const standing = (action: ReviewAction): string => {
		if (action.doneAt !== null) return fill(words.done, { day: day(dayOf(action.doneAt)) });
		return action.until === null ? '' : fill(isLate(action) ? words.late : words.by, { day: day(action.until) });
	};
	const rowOf = (action: ReviewAction): ActionRow => ({ id: `action:${action.id}`, what: action.what, who: action.who, until: standing(action), isDone: action.doneAt !== null, isLate: isLate(action) });
	const earlier = actions.filter((action) => action.month < month.id);
	const agreed = actions.filter((action) => action.month === month.id);
	const groups = ([['earlier', earlier], ['agreed', agreed]] as const).flatMap(([id, all]): ActionsView['groups'] => {
		if (all.length === 0) return [];
		// What is late first, what is done last.
		const rows = all.map(rowOf).sort((a, b) => Number(b.isLate) - Number(a.isLate) || Number(a.isDone) - Number(b.isDone));
		return [{ id, title: words[id], rows: rows.slice(0, rowsShown), more: rows.length > rowsShown ? fill(words.more, { count: rows.length - rowsShown }) : '' }];
	});
	const open = actions.filter(({ doneAt }) => doneAt === null);
	const late = open.filter(isLate).sort((a, b) => ((a.until ?? '') < (b.until ?? '') ? -1 : 1));
	const [longest] = late;
	const doneEarlier = earlier.filter(({ doneAt }) => doneAt !== null).length;
	const findings: Finding[] = [
		...(longest?.until ? [{ id: 'late', verdict: verdict('bad', '▼', fill(words.lateOf, { late: late.length, count: open.length, day: day(longest.until), what: longest.what })) }] : []),
		...(earlier.length > 0 ? [{ id: 'done', verdict: verdict(doneEarlier === earlier.length ? 'good' : 'none', doneEarlier === earlier.length ? '▲' : '=', fill(words.doneOf, { done: doneEarlier, count: earlier.length })) }] : []),
	];
	const cell = (text: string, value: string | null = text): TableCell => ({ value: value === '' ? null : value, text });
	const panel: ActionsView = {
		id: 'actions', kind: 'actions', title: own.section_actions, period: title(month.id), progress: '', seconds: null, figures: [], about: words.actionsAbout, definition: '',
		empty: groups.length === 0 ? words.none : null, stale: null, failed: null, demo, groups,
	};
	return {
		id: 'actions',
		title: own.section_actions,
		scope: 'company',
		whose: '',
		panels: [panel],
		findings,
		tables:
			actions.length === 0
				? []
				: [
						{
							id: 'actions',
							title: words.oneByOne,
							columns: [
								{ id: 'review', label: words.review, unit: 'text' },
								{ id: 'what', label: words.what, unit: 'text' },
								{ id: 'who', label: words.who, unit: 'text' },
								{ id: 'until', label: words.until, unit: 'day' },
								{ id: 'state', label: words.state, unit: 'text' },
							],
							rows: actions.map((action) => [cell(title(action.month), action.month), cell(action.what), cell(action.who), cell(action.until === null ? '' : day(action.until), action.until), cell(action.doneAt === null ? (isLate(action) ? standing(action) : words.open) : standing(action))]),
						},
					],
	};
}
