/** One row of the change log in words. */
import type { LoggedChange, TargetGrid } from '../../shared/api.ts';
import type { AdminWords } from '../../shared/words/admin.ts';
import { fill } from '../../shared/words/language.ts';
import type { TargetWords } from '../../shared/words/targets.ts';
import { authorText } from './author.ts';
import { momentText, periodText, type Place } from './moments.ts';
import { formatAmount, type NumberRules } from './numbers.ts';

export interface ChangeView {
	entry: number;
	when: string;
	author: string;
	/** "Undoes the change of 14:29"; empty for a change of its own. */
	undoes: string;
	cells: { id: string; text: string }[];
	canUndo: boolean;
	/** Why not; empty when it can. */
	reason: string;
	undoLabel: string;
}

export interface ChangeContext {
	grid: TargetGrid | null;
	/** Of times, in the language of the words. */
	place: Place;
	/** Of numbers. */
	locale: string;
	currency: string;
	now: number;
	words: AdminWords;
	own: TargetWords;
}

/** A scope that the grid does not name (somebody who left) is called by its own name. */
const scopeName = (scope: string, { grid, words }: ChangeContext): string =>
	grid?.rows.find((row) => row.scope === scope)?.name ?? (scope === 'company' ? words.company : scope.slice(scope.indexOf(':') + 1));

const cellText = (cell: LoggedChange['cells'][number], context: ChangeContext): string => {
	const { grid, place, locale, currency, words } = context;
	const metric = grid?.metrics.find((each) => each.id === cell.metric);
	const rules: NumberRules = { locale, currency, unit: metric?.unit ?? 'count' };
	const amount = (value: number | null): string => (value === null ? words.logNone : formatAmount(value, rules));
	const name = [metric?.label ?? cell.metric, scopeName(cell.scope, context), periodText(cell.period, place.locale, words)].join(' · ');
	return fill(words.logCell, { name, from: amount(cell.from), to: amount(cell.to) });
};

/** The reasons that the server gives, in the reader's language; one that is new here stays as it is. */
const reasonText = (reason: string, { words, own }: ChangeContext): string =>
	({ 'a later change stands on it': words.undoLater, 'nothing was changed': words.undoNothing, 'it changes a closed month that is locked': own.undoLocked })[reason] ?? reason;

const lockText = ({ period, locked }: { period: string; locked: boolean }, { place, words, own }: ChangeContext): string =>
	fill(locked ? own.saysLocked : own.saysUnlocked, { period: periodText(period, place.locale, words) });

export const changeViews = (log: readonly LoggedChange[], context: ChangeContext): ChangeView[] => {
	const { place, now, words } = context;
	const times = new Map(log.map((change) => [change.entry, momentText(change.at, place, now)]));
	const undoesText = (entry: number | null): string => {
		if (entry === null) return '';
		const time = times.get(entry);
		return time === undefined ? words.undoesOlder : fill(words.undoes, { time });
	};
	return log.map((change) => {
		const when = times.get(change.entry) ?? '';
		return {
			entry: change.entry,
			when,
			author: authorText(change.author, place),
			undoes: undoesText(change.undoes),
			cells: change.lock
				? [{ id: change.lock.period, text: lockText(change.lock, context) }]
				: change.cells.map((cell) => ({ id: `${cell.metric}|${cell.period}|${cell.scope}`, text: cellText(cell, context) })),
			canUndo: change.undo.possible,
			reason: change.undo.possible ? '' : fill(words.noUndo, { reason: reasonText(change.undo.reason, context) }),
			undoLabel: fill(words.undoLabel, { time: when, name: authorText(change.author, place) }),
		};
	});
};
