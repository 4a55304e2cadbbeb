/** What is shown of a file for confirmation: how it is written, what its columns become, what is asked, and three of its rows. */
import type { ImportChoices, ImportField, ImportMeaning, ImportOutlook, ImportSample } from '../../../shared/imports-api.ts';
import { positionIn, readingOf, refOf, sectionOf } from './choices.ts';
import type { Bound } from './columns.ts';
import { writtenAs } from './forms.ts';
import { fieldsOf } from './mapping.ts';
import { canBeLeftOut, optionsOf } from './own-words.ts';
import type { Plan } from './plan.ts';
import { outlineSheet } from './plan.ts';
import { namesOf } from './proposals.ts';
import type { Question } from './question.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { understand } from './understand.ts';
import type { Uploaded } from './upload.ts';

const mostMeanings = 30;
const mostExamples = 3;
/** Rows in which examples are looked for. */
const looked = 2_000;
const short = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** Fields that any text stands in, of which some words count. */
const counted: Readonly<Record<string, readonly string[]>> = { 'activities outcome': ['connected', 'no_answer', 'voicemail', 'wrong_number'] };
export const wordsFor = (kind: ImportChoices['kind'], field: string): string[] | null => optionsOf(kind, field) ?? (counted[`${kind} ${field}`] ? [...(counted[`${kind} ${field}`] ?? [])] : null);

function meaningsOf(plan: Plan, bound: Bound, options: readonly string[] | null): { meanings: ImportMeaning[]; more: number } {
	const { rule } = bound;
	if ('is' in rule.from || (!options && !rule.values && !rule.recognise)) return { meanings: [], more: 0 };
	const counts = new Map<string, ImportMeaning>();
	const strict = optionsOf(plan.kind, bound.field);
	for (const { cells } of plan.rows) {
		const value = bound.raw(cells);
		const known = counts.get(value);
		if (known) known.count += 1;
		else {
			const means = bound.text(cells);
			if (value === '' && means === '') continue;
			counts.set(value, { value, count: 1, means, isStrange: means !== '' && strict !== null && !strict.includes(means) });
		}
	}
	const found = [...counts.values()].sort((a, b) => b.count - a.count);
	return { meanings: found.slice(0, mostMeanings), more: Math.max(0, found.length - mostMeanings) };
}

function fieldViews(choices: ImportChoices, plan: Plan, missing: ReadonlySet<string>): ImportField[] {
	const { kind } = choices;
	return fieldsOf(kind).map((field) => {
		const bound = plan.fields.find((one) => one.field === field);
		const form = bound && plan.forms.of.get(bound);
		const options = wordsFor(kind, field);
		const as = bound ? writtenAs(bound) : 'text';
		return {
			field,
			isNeeded: missing.has(field) || (!canBeLeftOut(kind, field) && isNeeded(kind, field)),
			choice: choices.fields[field] ?? null,
			as: as === 'period' ? 'text' : as,
			dates: form?.dates.order ?? null,
			decimal: as === 'number' ? (form?.decimal ?? null) : null,
			options,
			...(bound ? meaningsOf(plan, bound, options) : { meanings: [], more: 0 }),
		};
	});
}

const needed: Readonly<Record<ImportChoices['kind'], readonly string[]>> = { deals: ['status'], activities: ['kind', 'at'], meetings: ['booked_at'], proposals: ['sent'], accounts: ['name'], leads: ['created'], movements: ['kind', 'account', 'amount', 'at'], surveys: ['satisfied', 'at'], figures: ['name', 'month', 'value'], positions: ['opened'], people: ['name'] };
const isNeeded = (kind: ImportChoices['kind'], field: string): boolean => needed[kind].includes(field);

const textOf = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

/** Those that say most, from the beginning, the middle and the end of what is looked at. */
function tellingRows(rows: readonly SheetRow[]): SheetRow[] {
	const near = rows.slice(0, looked);
	const third = Math.max(1, Math.ceil(near.length / 3));
	const filled = ({ cells }: SheetRow): number => cells.filter((cell) => cell !== '').length;
	return [0, 1, 2].flatMap((part) => {
		const here = near.slice(part * third, (part + 1) * third);
		return here.length === 0 ? [] : [here.reduce((best, row) => (filled(row) > filled(best) ? row : best))];
	});
}

function samplesOf(plan: Plan, today: string): ImportSample[] {
	const rows = tellingRows(plan.rows);
	return rows.map((from) => {
		const found = understand({ ...plan, rows: [from] }, today);
		const good = found.rows[0]?.row;
		const [refused] = found.rejected;
		return {
			line: from.line,
			cells: plan.fields.map((bound) => ({ field: bound.field, was: short(bound.raw(from.cells) || bound.instead(from.cells)), becomes: good ? short(textOf(good[bound.field])) : '' })),
			rejected: refused ? refused.reason : '',
		};
	});
}

export interface Outlined {
	plan: Plan;
	outlook: ImportOutlook;
}

const plain = ({ says: _says, ...asked }: Question): ImportOutlook['questions'][number] => asked;

/** @throws InputError for a column that is not there. */
export function outline(uploaded: Uploaded, choices: ImportChoices, today: string, currency: string | null): Outlined {
	const { sheet } = uploaded;
	const { plan, questions } = outlineSheet(sheet, choices.kind, sectionOf(choices), readingOf(choices), currency);
	const { names } = plan.columns;
	const asked = [...questions.flat(), ...rivals(sheet, choices)];
	const missing = new Set(asked.filter(({ about }) => about === 'missing').map(({ field }) => field));
	const used = new Set([...plan.fields, ...(plan.introduces ?? [])].flatMap(({ positions }) => positions));
	const near = plan.rows.slice(0, looked);
	const examples = (position: number): string[] => {
		const found = new Set<string>();
		for (const { cells } of near) {
			if (found.size >= mostExamples) break;
			if (cells[position]) found.add(short(cells[position]));
		}
		return [...found];
	};
	return {
		plan,
		outlook: {
			form: {
				kind: uploaded.kind,
				encoding: sheet.encoding,
				delimiter: sheet.delimiter,
				sheet: uploaded.name,
				sheets: uploaded.names,
				headerLine: plan.headerLine,
				above: plan.above.map(({ cells }) => short(cells.filter((cell) => cell !== '').join(', '))),
				rows: plan.rows.length,
				blank: sheet.blank,
			},
			columns: names.map((name, position) => ({ ref: refOf(names, position), name, examples: examples(position), isUsed: used.has(position) })),
			fields: fieldViews(choices, plan, missing),
			introduced: Object.entries(choices.introduces ?? {}).map(([field, choice]) => ({ field, choice })),
			questions: asked.map(plain),
			samples: asked.length > 0 && missing.size > 0 ? [] : samplesOf(plan, today),
			knownBy: plan.knownBy,
		},
	};
}

/** Fields of which the file has a second column with as good a name, until somebody has chosen. */
function rivals(sheet: Sheet, choices: ImportChoices): Question[] {
	if (!choices.isMatched) return [];
	const { questions } = outlineSheet({ ...sheet, rows: sheet.rows.slice(0, 20) }, choices.kind, null, readingOf(choices));
	const { names } = namesOf(sheet, choices.header);
	return (questions[0] ?? []).filter(({ field, choices: columns }) => {
		const from = choices.fields[field]?.from;
		return !choices.settled.includes(field) && from !== undefined && 'column' in from && columns.includes(names[positionIn(names, from.column) ?? -1] ?? '');
	});
}
