/**
 * A celebration as a screen shows it. In a lobby there are neither money nor names of people or accounts: the team's name and shares of
 * targets are left. Who is left out of rankings is named in a boardroom only.
 */
import { createHash } from 'node:crypto';
import type { CelebrationView } from '../../shared/celebration.ts';
import type { Privacy } from '../../shared/screen.ts';
import type { NumberText } from '../../shared/views.ts';
import { celebrationWords, type CelebrationWords } from '../../shared/words/celebrations.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { parsePeriod, type Period } from '../floor/period.ts';
import type { People } from '../floor/people.ts';
import type { Settings } from '../floor/settings.ts';
import { labelOf, type MetricId } from '../metrics/catalogue.ts';
import { unitOf } from '../metrics/explain.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { initialsOf } from '../panels/context.ts';
import { hidesPeople, isListed } from '../panels/privacy.ts';
import type { Celebrated } from './celebration-store.ts';
import type { DealOccasion, Occasion, StreakOccasion, TargetOccasion } from './occasion.ts';

export interface ViewStages {
	metrics: Metrics;
	settings: () => Settings;
	people: Pick<People, 'personNow'>;
}

/** A celebration's own id may name an account. */
export const shownId = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 22);

type Written = Pick<CelebrationView, 'detail' | 'number' | 'meaning'>;

export function createCelebrationViews({ metrics, settings, people }: ViewStages) {
	const words = (): CelebrationWords => wordsIn(celebrationWords, metrics.numbers().language);
	const unit = (metric: MetricId) => unitOf({ id: metric, base: metric });
	const label = (metric: MetricId): string => labelOf(metric, metrics.numbers().language);
	const share = (value: number, target: number): string => metrics.numbers().text('share', value / target);
	const teamName = (team: number | null): string | null => (team === null ? null : (metrics.roster.team(team)?.name ?? null));

	/** Money is told nobody in a lobby. */
	const number = (metric: MetricId, value: number, isOpen: boolean): NumberText | null => (isOpen || unit(metric) !== 'money' ? metrics.numbers().write(unit(metric), value) : null);

	/** `name`: whose it is, as it is shown. */
	const deal = ({ account, type, amountMinor, standing }: DealOccasion, name: string, isOpen: boolean): Written => {
		const { write, text, words: wall } = metrics.numbers();
		const typeWord = type === 'new_business' || type === 'expansion' || type === 'renewal' ? words()[type] : '';
		const first = isOpen ? (account ?? '') : '';
		const detail = first !== '' && typeWord !== '' ? fill(words().detailOf, { first, second: typeWord }) : first || typeWord;
		let meaning = '';
		if (standing) {
			const { value, target, verdict, team } = standing;
			const period = wall.thisMonth;
			meaning = isOpen ? fill(words().standing, { value: text('money', value), target: text('money', target), period }) : fill(words().standingShare, { share: share(value, target), period });
			const whose = teamName(team);
			if (whose !== null && whose !== name) meaning = fill(words().standingOf, { team: whose, standing: meaning });
			// A team's name may be so long that what comes after it is not seen any more.
			if (verdict !== '') meaning = fill(words().verdictFirst, { standing: meaning, verdict });
		}
		return { detail, number: isOpen && amountMinor !== null ? write('money', amountMinor) : null, meaning };
	};

	const periodText = (period: Period): string => metrics.times().period(period);
	const target = ({ metric, period, value, target: aim, daysLeft }: TargetOccasion, isOpen: boolean): Written => {
		const { text, words: wall } = metrics.numbers();
		const reached = isOpen || unit(metric) !== 'money' ? fill(words().reachedOf, { value: text(unit(metric), value), target: text(unit(metric), aim) }) : fill(words().reachedShare, { share: share(value, aim) });
		const left = daysLeft === 1 ? wall.dayLeft : daysLeft > 1 ? fill(wall.daysLeft, { days: daysLeft }) : '';
		return {
			detail: fill(words().detailOf, { first: label(metric), second: periodText(parsePeriod(period, settings())) }),
			number: number(metric, value, isOpen),
			meaning: left === '' ? reached : fill(words().andVerdict, { standing: reached, verdict: left }),
		};
	};

	const streak = ({ metric, days, value, target: aim }: StreakOccasion, isOpen: boolean): Written => {
		const { write, text } = metrics.numbers();
		const isTold = isOpen || unit(metric) !== 'money';
		return {
			detail: fill(words().streakDetail, { metric: label(metric) }),
			number: write('days', days),
			meaning: isTold ? fill(words().streakMeaning, { value: text(unit(metric), value), target: text(unit(metric), aim) }) : fill(words().streakShare, { share: share(value, aim) }),
		};
	};

	const written = (about: Occasion, name: string, isOpen: boolean): Written => (about.kind === 'deal' ? deal(about, name, isOpen) : about.kind === 'target' ? target(about, isOpen) : streak(about, isOpen));

	return {
		view: ({ id, at, about }: Celebrated, privacy: Privacy): CelebrationView => {
			const isOpen = !hidesPeople(privacy);
			const whom = isOpen && about.person !== null ? people.personNow(about.person) : undefined;
			const person = whom && isListed(whom, privacy) ? whom : null;
			const name = person?.name ?? teamName(about.team) ?? settings().name;
			const said = written(about, name, isOpen);
			// A team's deal is the team's deal; the target of somebody in it is not the team's.
			const isSomebodys = about.kind !== 'deal' && about.person !== null && person === null;
			const detail = isSomebodys ? fill(words().detailOf, { first: words().somebody, second: said.detail }) : said.detail;
			return { id: shownId(id), kind: about.kind, at, title: words()[about.kind], name, initials: person?.isErased ? '' : initialsOf(name), photo: person?.photo ?? null, ...said, detail, quiet: about.quiet };
		},
		/** What nobody can take for a moment of the floor's. */
		sample: (kind: Occasion['kind'], privacy: Privacy, now: { id: string; at: number; quiet: boolean }): CelebrationView => {
			const { write } = metrics.numbers();
			const isOpen = !hidesPeople(privacy);
			const name = isOpen ? words().sampleName : words().sampleTeam;
			const amount = isOpen ? write('money', 1_250_000) : null;
			const detail = kind === 'deal' && isOpen ? fill(words().detailOf, { first: words().sampleAccount, second: words().new_business }) : '';
			return {
				...now, kind,
				title: fill(words().trial, { title: words()[kind] }),
				name,
				initials: initialsOf(name),
				photo: null,
				detail,
				number: kind === 'streak' ? write('days', 5) : amount,
				meaning: words().sampleMeaning,
			};
		},
		words,
	};
}
