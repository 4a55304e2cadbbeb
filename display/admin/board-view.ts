/** Boards in words: how long a round takes, what is advised, what is wrong. */
import type { Advice } from '../../shared/board-advice.ts';
import { boardLimits, type BoardDraft, type BoardPreview, type BoardRow } from '../../shared/board-api.ts';
import type { PanelPlan } from '../../shared/board.ts';
import { fill } from '../../shared/words/language.ts';
import type { BoardWords } from '../../shared/words/boards.ts';
import type { ScreenWords } from '../../shared/words/screens.ts';
import { pageCount } from '../tv/rotation/pages.ts';
import { turnMs } from '../tv/rotation/rotation.ts';
import { areSeconds, metricOf, scopeKind, type Offers } from './board-plan.ts';
import { hoursErrors } from './screen-view.ts';

/** How long a television takes for these panels of a board, by its own rotation. */
export function roundMs({ board, due }: BoardPreview, which: 'all' | 'due'): number {
	const panels = board.panels.filter(({ id }) => which === 'all' || due.includes(id));
	return panels.reduce((sum, view) => sum + turnMs({ id: view.id, pages: pageCount(view), seconds: view.seconds ?? board.seconds }), 0);
}

/** "2 min 20 s". */
export function durationText(ms: number, words: BoardWords): string {
	const whole = Math.round(ms / 1000);
	const [minutes, seconds] = [Math.floor(whole / 60), whole % 60];
	if (minutes === 0) return fill(words.onlySeconds, { seconds });
	return seconds === 0 ? fill(words.minutes, { minutes }) : fill(words.minutesSeconds, { minutes, seconds });
}

export function roundText(preview: BoardPreview, words: BoardWords): string {
	if (preview.board.panels.length === 0) return '';
	const time = durationText(roundMs(preview, 'all'), words);
	if (preview.due.length === preview.board.panels.length) return fill(words.roundTakes, { time });
	return preview.due.length === 0 ? fill(words.nothingDue, { time }) : fill(words.roundNow, { time, now: durationText(roundMs(preview, 'due'), words) });
}

export function adviceText(advice: Advice, words: BoardWords): string {
	switch (advice.about) {
		case 'few':
			return advice.count === 1 ? words.adviceFewOne : fill(words.adviceFew, { count: advice.count });
		case 'many':
			return fill(words.adviceMany, { count: advice.count });
		case 'no-activity':
			return words.adviceNoActivity;
		case 'only-activity':
			return words.adviceOnlyActivity;
	}
}

export const panelsText = (count: number, words: BoardWords): string => (count === 1 ? words.panelsOne : fill(words.panelsMany, { count }));

/** "Lobby, Window, screens without a code"; empty when none shows it. */
export const screensText = ({ screens, onUnpaired }: BoardRow, words: BoardWords): string => [...screens, ...(onUnpaired ? [words.unpaired] : [])].join(', ');

export const scopeName = (scope: string, offers: Offers, words: BoardWords): string => {
	const kind = scopeKind(scope);
	if (kind === 'company') return words.company;
	const found = [...offers.teams, ...offers.people].find((option) => option.scope === scope)?.name ?? scope.slice(scope.indexOf(':') + 1);
	return kind === 'team' ? fill(words.team, { name: found }) : found;
};

/** Why a panel has no turn now; empty when it has, or while that is not known of this draft. */
export function absenceText(id: string, { board, due }: BoardPreview, words: BoardWords): string {
	if (!board.panels.some((panel) => panel.id === id)) return words.hidden;
	return due.includes(id) ? '' : words.notDue;
}

/** "Leaderboard · Sales · Team North". */
export function panelTitle(panel: PanelPlan, offers: Offers, words: BoardWords): string {
	const form = panel.ranking === 'improvement' ? words.ranking_improvement : words[`kind_${panel.kind}`];
	const whose = panel.scope === 'company' ? [] : [scopeName(panel.scope, offers, words)];
	return [form, metricOf(offers, panel.metric)?.label ?? panel.metric, ...whose].join(' · ');
}

/** What keeps a draft from being saved, by the place of the field: `name`, `seconds`, `panels[0].seconds`, `panels[0].from`. */
export function errorsIn({ name, seconds, panels }: BoardDraft, words: BoardWords, screenWords: ScreenWords): Record<string, string> {
	const badSeconds = fill(words.badSeconds, { least: boardLimits.leastSeconds, most: boardLimits.mostSeconds });
	const length = [...name.trim()].length;
	const errors: Record<string, string> = {};
	if (length === 0 || length > boardLimits.name) errors['name'] = fill(words.badName, { most: boardLimits.name });
	if (!areSeconds(seconds)) errors['seconds'] = badSeconds;
	panels.forEach((panel, at) => {
		if (panel.seconds !== null && !areSeconds(panel.seconds)) errors[`panels[${at}].seconds`] = badSeconds;
		const wrong = panel.times ? hoursErrors({ ...panel.times, offOnHolidays: false }, screenWords) : {};
		for (const [field, message] of Object.entries(wrong)) errors[`panels[${at}].${field}`] = message;
	});
	return errors;
}
