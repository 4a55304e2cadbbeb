/** The monthly review: what is asked for is understood here, and put together from what was closed or from what is known now. */
import { z } from 'zod';
import type { CloseHead, ReviewDocument, ReviewReply, ReviewSection } from '../../shared/review-api.ts';
import { boardFormat } from '../../shared/views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { reviewWords } from '../../shared/words/review.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { People } from '../floor/people.ts';
import { parsePeriod, type Period } from '../floor/period.ts';
import type { FloorSettings } from '../floor/settings.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { parseScope, scopeOrNull, scopeText, storedScope, type Scope } from '../metrics/scope.ts';
import { nameOf } from '../panels/context.ts';
import { actionsSection } from './actions-section.ts';
import type { Actions } from './actions.ts';
import type { AgendaStore } from './agenda.ts';
import type { Closes, StoredClose } from './closes.ts';
import { createSections, type DocumentStages, type Sections } from './document.ts';
import { createWhoThen } from './who-then.ts';

export interface ReviewStages extends DocumentStages {
	people: People;
	metrics: Metrics;
	settings: FloorSettings;
	/** Teams by their names. */
	agenda: Pick<AgendaStore, 'get'>;
	closes: Closes;
	actions: Actions;
	build: string;
	isDemo: boolean;
	/** Brings the rollups up to date. */
	behind: () => Promise<unknown>;
}

/** One review of one scope. */
export interface ReviewPlace {
	month: string;
	scope: string;
	/** Nothing of anybody else, whatever the agenda says: what is handed out. What was agreed is the company's. */
	isOwnOnly?: boolean;
	/** The number of a close; null: as known now; undefined: the newest close, else as known now. */
	close?: number | null;
}

export interface Review {
	sections: Sections;
	/** @throws InputError that names the field. */
	document: (place: ReviewPlace) => Promise<ReviewDocument>;
	/** `mayChange` is the caller's. @throws InputError that names the field. */
	page: (query: ReviewPlace, mayChange: boolean) => Promise<ReviewReply>;
	/** Whether a scope means anybody. */
	hasScope: (scope: string) => boolean;
	headOf: (close: StoredClose) => CloseHead;
	/** The month named, begun already. @throws InputError */
	monthOf: (text: string) => Period;
}

export const reviewQuery = z.strictObject({
	month: z.string({ message: 'expected a month such as 2026-10' }),
	scope: z.string({ message: 'expected one scope' }).default('company'),
	close: z
		.string()
		.regex(/^(none|\d{1,15})$/, { message: 'expected the number of a close, or none' })
		.transform((text) => (text === 'none' ? null : Number(text)))
		.exactOptional()
		.meta({ description: 'The number of a close, or `none` for the month as it is now; the newest close unless given.' }),
});

export function createReview(stages: ReviewStages): Review {
	const { people, metrics, settings, agenda, closes, actions, build, isDemo, behind, now, revision } = stages;
	const sections = createSections(stages);
	const who = createWhoThen(stages);
	const words = () => wordsIn(reviewWords, metrics.numbers().language);

	const headOf = ({ id, month, closedAt, author, revision: rests }: StoredClose): CloseHead => ({ id, month, closedAt: isoText(closedAt), closedText: metrics.times().full(closedAt), by: author, isKept: rests === null });

	const monthOf = (text: string): Period => {
		if (!/^\d{4}-\d{2}$/.test(text)) throw new InputError(`expected a month such as 2026-10, not '${text.slice(0, 60)}'`, { field: 'month' });
		const month = parsePeriod(text, settings.get(), 'month');
		if (month.from > settings.calendar().dayOf(now())) throw new InputError(`${metrics.times().period(month)} has not begun yet`, { field: 'month', code: 'not_begun' });
		return month;
	};

	const closeOf = ({ month, close }: ReviewPlace): StoredClose | null => {
		if (close === null) return null;
		if (close === undefined) return closes.ofMonth(month)[0] ?? null;
		const found = closes.one(close);
		if (found?.month !== month) throw new InputError('There is no such close of this month.', { status: 404, code: 'not_found', field: 'close' });
		return found;
	};

	/** Of a scope, all of them; a close knows who was there then. */
	const allOf = async (close: StoredClose | null, month: Period, scope: Scope): Promise<ReviewSection[]> => {
		if (!close) {
			await behind();
			return sections.of(month, scope);
		}
		const part = closes.part(close.id, storedScope(scope));
		if (!part) throw new InputError(`'${scopeText(scope).slice(0, 100)}' was not there when the month was closed`, { status: 404, code: 'not_closed', field: 'scope' });
		return part.sections;
	};

	/** Of a team that the agenda names; null: the close has none such, and the section is of what the review is of. */
	const ofTeam = async (close: StoredClose | null, month: Period, team: string): Promise<ReviewSection[] | null> => {
		try {
			return await allOf(close, month, parseScope(team, people));
		} catch (error) {
			if (error instanceof InputError) return null;
			throw error;
		}
	};

	const agreed = (month: Period): ReviewSection =>
		actionsSection({
			actions: actions.upTo(month.id),
			month,
			today: settings.calendar().dayOf(now()),
			language: metrics.numbers().language,
			locale: settings.get().locale,
			title: (id) => metrics.times().period(parsePeriod(id, settings.get())),
			dayOf: (at) => settings.calendar().dayOf(Temporal.Instant.from(at).epochMilliseconds),
			demo: isDemo ? metrics.numbers().words.demo : null,
		});

	const document = async (place: ReviewPlace): Promise<ReviewDocument> => {
		const month = monthOf(place.month);
		const scope = parseScope(place.scope, people);
		const close = closeOf(place);
		const head = close && headOf(close);
		const own = await allOf(close, month, scope);
		const others = new Map([[scopeText(scope), own]]);
		const found: ReviewSection[] = [];
		for (const { section, shown, scope: wished } of agenda.get().items) {
			if (!shown) continue;
			if (section === 'actions') {
				if (!place.isOwnOnly || scope.kind === 'company') found.push(agreed(month));
				continue;
			}
			const of = (place.isOwnOnly ? null : wished) ?? scopeText(scope);
			const all = others.get(of) ?? (await ofTeam(close, month, of)) ?? own;
			others.set(of, all);
			const one = all.find(({ id }) => id === section);
			if (one) found.push(one);
		}
		const { name, locale } = settings.get();
		const calendar = settings.calendar();
		const offset = calendar.offset(now());
		const asOf = head ? fill(words().asClosed, { time: head.closedText }) : fill(words().asKnown, { time: metrics.times().full(now()) });
		return {
			month: month.id,
			title: metrics.times().period(month),
			scope: scopeText(scope),
			whose: nameOf(scope),
			close: head,
			asOf,
			board: {
				format: boardFormat, build, revision: revision(), id: 'review', title: words().title, name, language: metrics.numbers().language, locale, seconds: 20, replay: asOf,
				clock: { offsetMinutes: offset.minutes, changesAt: offset.changesAt, offsetAfterMinutes: offset.after }, empty: null,
			},
			sections: found,
		};
	};

	return {
		sections,
		document,
		hasScope: (scope) => scopeOrNull(scope, people) !== null,
		headOf,
		monthOf,
		page: async (place, mayChange) => {
			const { month } = place;
			const period = monthOf(month);
			const closed = closeOf(place);
			return {
				document: await document(place),
				agenda: agenda.get(),
				closes: closes.ofMonth(month).map(headOf),
				scopes: who.told(closed ? closes.scopes(closed.id) : who.scopesIn(period).map(storedScope), period),
				actions: actions.upTo(month),
				kept: closes.all().filter(({ revision: rests }) => rests === null).map(headOf),
				mayChange,
			};
		},
	};
}
