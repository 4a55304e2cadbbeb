/**
 * The boards that there are: what comes with the product, under what ops made of it, and what they made themselves. A board that is no
 * more is shown as the default one.
 */
import { isDeepStrictEqual } from 'node:util';
import { adviceOn, kpisOf, type Advice } from '../../shared/board-advice.ts';
import { boardLimits, type BoardList, type BoardRow } from '../../shared/board-api.ts';
import { defaultBoard, type BoardPlan } from '../../shared/board.ts';
import { boardWords } from '../../shared/words/boards.ts';
import { fill, textIn, wordsIn } from '../../shared/words/language.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { BoardHandlers, StoredBoard, StoredBoards } from '../floor/boards.ts';
import type { People } from '../floor/people.ts';
import type { Journal } from '../journal/journal.ts';
import { baseMetrics, isMetricId, labelOf, metricIds, metricOf, type MetricId } from '../metrics/catalogue.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { parseScope, personScope, scopeOrNull, scopeText, teamScope, type Scope } from '../metrics/scope.ts';
import { partsOf } from '../metrics/told-apart.ts';
import { panelsFor } from './board-copies.ts';
import type { BoardConfig, Boards, FigureConfig, PanelConfig } from './boards.ts';
import { checkedPlan, panelKinds, type PlanWish } from './plans.ts';
import { floorBoard, readyMade, titleOf } from './ready-made.ts';
import { canDerive, canImprove, improvesIn, isOf, needsPeople, periodsOf } from './showable.ts';

export interface BoardDesk extends Boards {
	has: (id: string) => boolean;
	/** The board that a screen shows which is set to this one. */
	shownFor: (id: string) => string;
	rows: () => Omit<BoardRow, 'screens' | 'onUnpaired'>[];
	/** What an editor can choose from. */
	offers: () => Omit<BoardList, 'boards' | 'removed'>;
	removed: () => BoardList['removed'];
	adviceOn: (plan: Pick<BoardPlan, 'panels'>) => Advice[];
	/** A draft as a wall would show it. @throws InputError that names the field. */
	draft: (plan: PlanWish) => BoardConfig;
	/** Makes a board and returns its id. @throws InputError */
	make: (plan: PlanWish, author: string) => string;
	/** The same board of a team or a person, as far as it means something there; returns its id. @throws InputError 404, 409 */
	copyFor: (id: string, scope: string, author: string) => string;
	/** @throws InputError 404; 409 when it stands on another entry than `was`. */
	change: (id: string, plan: PlanWish, was: number | null, author: string) => void;
	/** What came with the product is then as it came. `was`: as above, when given. @throws InputError 404, 409 */
	remove: (id: string, was: number | null | undefined, author: string) => void;
}

export interface BoardDeskStages {
	stored: StoredBoards;
	journal: Journal<BoardHandlers>;
	people: People;
	metrics: Metrics;
	now: () => number;
}

const scopeKinds: readonly Scope['kind'][] = ['company', 'team', 'person'];

const isDerived = (metric: string): boolean => isMetricId(metric) && metricOf(metric).formula.kind === 'derived';
const classOf = (metric: string) => (isMetricId(metric) ? metricOf(metric).class : undefined);
const advised = (plan: Pick<BoardPlan, 'panels'>): Advice[] => adviceOn(kpisOf(plan, isDerived), classOf);

/** Without what a later version of the product no longer knows. */
function configOf(plan: BoardPlan): BoardConfig {
	const panels = plan.panels.flatMap((panel): PanelConfig[] => {
		const { metric } = panel;
		if (!isMetricId(metric) || !panelKinds.includes(panel.kind)) return [];
		const figures = panel.figures.flatMap((figure): FigureConfig[] => {
			const { metric: id, base } = figure;
			return isMetricId(id) && (base === null || isMetricId(base)) ? [{ ...figure, metric: id, base }] : [];
		});
		return [{ ...panel, metric, figures }];
	});
	return { ...plan, panels };
}

/** "Événements d’été" → "evenements-d-ete"; a name without a Latin letter or digit gives "board". */
export function slugOf(name: string): string {
	const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-');
	return plain.slice(0, 40).replace(/^-|-$/g, '') || 'board';
}

export function createBoardDesk({ stored, journal, people, metrics, now }: BoardDeskStages): BoardDesk {
	const ready = new Map(readyMade.map((board) => [board.id, board]));

	const configs = new WeakMap<BoardPlan, BoardConfig>();
	const kept = (id: string): BoardConfig | undefined => {
		const plan = stored.all().get(id)?.plan;
		if (!plan) return undefined;
		const config = configs.get(plan) ?? configOf(plan);
		configs.set(plan, config);
		return config;
	};
	const found = (id: string): BoardConfig | undefined => kept(id) ?? ready.get(id);
	/** Made by ops, or by them changed. */
	const own = (): BoardPlan[] => [...stored.all().values()].flatMap(({ plan }) => plan ?? []);
	const language = () => metrics.numbers().language;
	const named = (plan: BoardPlan): BoardPlan => ({ ...plan, name: titleOf(plan, language()) });
	/** Whoever was renamed is called by the new name, where they are still known. */
	const scopeNow = (scope: string): string => {
		const found = scopeOrNull(scope, people);
		return found ? scopeText(found) : scope;
	};
	const current = (plan: BoardPlan): BoardPlan => ({ ...plan, panels: plan.panels.map((panel) => ({ ...panel, scope: scopeNow(panel.scope) })) });

	const rowOf = (plan: BoardPlan, standing: StoredBoard | undefined): ReturnType<BoardDesk['rows']>[number] => ({
		plan: standing?.plan ? current(plan) : named(plan),
		isReadyMade: ready.has(plan.id),
		isChanged: ready.has(plan.id) && standing?.plan != null,
		entry: standing?.entry ?? null,
		lastChange: standing ? { at: isoText(standing.at), author: standing.author } : null,
		advice: advised(plan),
	});

	/** Whoever saves has seen what they save over. */
	const demandSeen = (id: string, was: number | null): void => {
		const standing = stored.all().get(id);
		if ((standing?.entry ?? null) === was) return;
		const who = standing ? `${standing.author} ${standing.plan ? 'changed' : 'removed'} it at ${isoText(standing.at)}` : 'it is as it came';
		throw new InputError(`the board is not what it was: ${who}`, { status: 409, code: 'conflict', field: 'was' });
	};
	const demand = (id: string): void => {
		if (!found(id)) throw new InputError('There is no such board.', { status: 404, code: 'not_found', field: 'id' });
	};
	const freeId = (name: string): string => {
		const slug = slugOf(name);
		const isTaken = (id: string): boolean => ready.has(id) || stored.all().has(id);
		let id = slug;
		for (let number = 2; isTaken(id); number += 1) id = `${slug}-${number}`;
		return id;
	};

	const make = (wished: PlanWish, author: string): string => {
		const plan = checkedPlan(wished, '', people);
		if (own().filter(({ id }) => !ready.has(id)).length >= boardLimits.boards) {
			throw new InputError(`There are ${boardLimits.boards} boards already; remove one first.`, { status: 409, code: 'too_many_boards', field: 'plan' });
		}
		const id = freeId(plan.name);
		journal.apply('board saved', { plan: { ...plan, id } }, { at: now(), author });
		return id;
	};

	const offered = (id: MetricId): BoardList['metrics'][number] => {
		const { means, class: each, unit, formula } = metricOf(id);
		const shownAs = Object.fromEntries(panelKinds.flatMap((kind) => (periodsOf(kind, id).length > 0 ? [[kind, periodsOf(kind, id)] as const] : [])));
		return {
			id,
			label: labelOf(id, language()),
			means: textIn(means, language()),
			class: each,
			unit,
			shownAs,
			improvesIn: canImprove(id) ? improvesIn : [],
			bases: formula.kind === 'derived' ? baseMetrics.filter((base) => canDerive(id, base)) : null,
			toldApart: { company: partsOf(id, { kind: 'company' }), team: partsOf(id, { kind: 'team' }), person: partsOf(id, { kind: 'person' }) },
			scopes: scopeKinds.filter((kind) => isOf(id, kind)),
			needsPeople: needsPeople(id),
		};
	};

	return {
		planOf: (id) => found(id) ?? kept(defaultBoard) ?? floorBoard,
		has: (id) => found(id) !== undefined,
		shownFor: (id) => (found(id) ? id : defaultBoard),
		rows: () => {
			const byName = new Intl.Collator(metrics.numbers().language === 'sv' ? 'sv' : 'en');
			const made = own().filter(({ id }) => !ready.has(id)).sort((a, b) => byName.compare(a.name, b.name) || (a.id < b.id ? -1 : 1));
			const first = readyMade.map((board) => stored.all().get(board.id)?.plan ?? board);
			return [...first, ...made].map((plan) => rowOf(plan, stored.all().get(plan.id)));
		},
		removed: () => [...stored.all()].flatMap(([id, { plan, at, author }]) => (plan || ready.has(id) ? [] : [{ id, at: isoText(at), author }])),
		offers: () => ({
			metrics: metricIds.map(offered),
			teams: metrics.roster.teams().filter(({ isClosed }) => !isClosed).map((team) => ({ name: team.name, scope: scopeText(teamScope(team)) })),
			people: metrics.roster.people().flatMap((person) => (person.isErased ? [] : [{ name: person.name, scope: scopeText(personScope(person)) }])),
		}),
		adviceOn: advised,
		draft: (plan) => configOf(checkedPlan(plan, 'draft', people)),
		make,
		copyFor: (id, wished, author) => {
			demand(id);
			const board = named(found(id) ?? floorBoard);
			const scope = parseScope(wished, people);
			const panels = panelsFor(configOf(board), scope);
			const words = wordsIn(boardWords, language());
			const who = scope.kind === 'company' ? words.company : scope.name;
			if (panels.length === 0) throw new InputError(`Nothing on this board is of ${who}.`, { status: 409, code: 'not_theirs', field: 'scope' });
			const name = [...fill(words.copyFor, { name: board.name, who })].slice(0, boardLimits.name).join('').trim();
			return make({ name, seconds: board.seconds, panels }, author);
		},
		change: (id, wished, was, author) => {
			const plan = checkedPlan(wished, id, people);
			if (!stored.all().has(id)) demand(id);
			demandSeen(id, was);
			demand(id);
			if (!isDeepStrictEqual(stored.all().get(id)?.plan, plan)) journal.apply('board saved', { plan }, { at: now(), author });
		},
		remove: (id, was, author) => {
			if (!stored.all().has(id)) demand(id);
			if (was !== undefined) demandSeen(id, was);
			demand(id);
			if (!stored.all().get(id)?.plan) throw new InputError('This board is as it came with Floorcast.', { status: 409, code: 'ready_made', field: 'id' });
			journal.apply('board removed', { id }, { at: now(), author });
		},
	};
}
