/** What is said of incidents, in the words and the time of the workspace. */
import { alertWords } from '../../shared/words/alerts.ts';
import { fill, languageOf, wordsIn } from '../../shared/words/language.ts';
import { isoText } from '../clock.ts';
import type { Calendar } from '../floor/calendar.ts';
import type { Incident, Subject } from './incidents.ts';

/** One message, and as JSON what a webhook gets besides its text. */
export interface Notice {
	/** Of a mail. */
	title: string;
	text: string;
	kind: 'dead' | 'over' | 'test';
	/** What it is about first: 'screen:3', 'source:crm'; null in a test. */
	subject: string | null;
	/** Since when that has been dead; an ISO instant. */
	since: string | null;
	incidents: { kind: Incident['kind'] | 'over'; subject: string; name: string; place: string; since: string }[];
}

export interface Over extends Subject {
	since: number;
}

export interface Workplace {
	name: string;
	locale: string;
	calendar: Calendar;
}

/** Chats read these signs as mentions and links; names are to be read as they are. */
const harmless = (name: string): string => name.replace(/</g, '‹').replace(/>/g, '›').replace(/\p{Cc}/gu, ' ');

function writerOf({ name, locale, calendar }: Workplace, now: number) {
	const language = languageOf(locale);
	const words = wordsIn(alertWords, language);
	const day = new Intl.DateTimeFormat(language === 'sv' ? 'sv' : 'en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: calendar.timeZone });
	const time = (at: number): string => {
		const clock = calendar.localTime(at).toPlainTime().toString({ smallestUnit: 'minute' });
		return calendar.dayOf(at) === calendar.dayOf(now) ? clock : `${day.format(at)} ${clock}`;
	};
	const title = (text: string): string => `${harmless(name)}: ${text}`;
	const named = (subject: Subject): string => harmless(subject.place === '' ? subject.name : fill(words.placed, { name: subject.name, place: subject.place }));
	return { words, time, title, named };
}

/** `dead`: what is to be told; `over`: what was told and is well again. */
export function noticeOf(dead: readonly Incident[], over: readonly Over[], now: number, workplace: Workplace): Notice {
	const { words, time, title, named } = writerOf(workplace, now);
	const lines = [
		...dead.map((incident) => fill(words[incident.kind], { name: named(incident), time: time(incident.since) })),
		...over.map((each) => fill(each.id.startsWith('source:') ? words.sourceBack : each.id.startsWith('screen:') ? words.screenBack : words.partBack, { name: named(each), from: time(each.since), to: time(now) })),
	];
	const incidents = [
		...dead.map(({ kind, id, name, place, since }) => ({ kind, subject: id, name, place, since: isoText(since) })),
		...over.map(({ id, name, place, since }) => ({ kind: 'over' as const, subject: id, name, place, since: isoText(since) })),
	];
	const [first] = incidents;
	const names = (dead.length > 0 ? dead : over).map(named).join(', ');
	const headline = dead.length > 1 ? fill(words.subjectMany, { count: dead.length }) : fill(dead.length === 1 ? words.subjectOne : words.subjectBack, { name: names });
	return { title: title(headline), text: title(lines.join('\n')), kind: dead.length > 0 ? 'dead' : 'over', subject: first?.subject ?? null, since: first?.since ?? null, incidents };
}

export function testNotice(now: number, workplace: Workplace): Notice {
	const { words, title } = writerOf(workplace, now);
	return { title: title(words.subjectTest), text: title(words.test), kind: 'test', subject: null, since: null, incidents: [] };
}
