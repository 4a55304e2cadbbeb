/** A message as it is being written: choices and local times, which become a request, and a view for its picture. */
import type { MessageForm, MessageView } from '../../shared/message.ts';
import type { MessageRequest, MessageRow } from '../../shared/messages-api.ts';
import { comingText, type Place } from './moments.ts';

export const lastings = ['5', '15', '30', '60', 'day', 'at'] as const;
export type Lasting = (typeof lastings)[number];

export interface Draft {
	/** What it changes; null: it is a new one. */
	changes: MessageRow | null;
	form: MessageForm;
	title: string;
	text: string;
	starts: 'now' | 'at';
	/** Local times of the workspace, '2026-11-27T15:00'. */
	from: string;
	lasts: Lasting;
	until: string;
	counts: 'no' | 'at';
	countdownTo: string;
	/** Null: all. */
	screens: readonly number[] | null;
}

/** Epoch milliseconds by the server's clock. */
export interface Today {
	now: number;
	dayEnds: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** An instant as the workspace's clocks show it. */
export function localOf(at: number, timeZone: string): string {
	// The one locale that writes dates as ISO does.
	const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	return new Intl.DateTimeFormat('sv-SE', { timeZone, ...parts }).format(at).replace(' ', 'T');
}

/** The instant at which the workspace's clocks show this; null when it is no time. For the picture: what is saved, the server works out. */
export function instantOf(local: string, timeZone: string): number | null {
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local)) return null;
	const asUtc = Date.parse(`${local}:00Z`);
	if (Number.isNaN(asUtc)) return null;
	const shift = (at: number): number => Date.parse(`${localOf(at, timeZone)}:00Z`) - at;
	// Of a time that comes twice the first; clocks are set at most once in two days.
	const possible = [asUtc - dayMs, asUtc + dayMs].map((near) => asUtc - shift(near)).sort((a, b) => a - b);
	return possible.find((at) => localOf(at, timeZone) === local) ?? asUtc - shift(asUtc);
}

const upToMinute = (at: number): number => Math.ceil(at / minuteMs) * minuteMs;

export function emptyDraft({ now, dayEnds }: Today, timeZone: string): Draft {
	const hour = upToMinute(now) + 60 * minuteMs;
	return {
		changes: null, form: 'band', title: '', text: '', starts: 'now', from: localOf(upToMinute(now), timeZone), lasts: '15',
		until: localOf(Math.max(hour, dayEnds), timeZone), counts: 'no', countdownTo: localOf(hour, timeZone), screens: null,
	};
}

export type Quick = 'hands' | 'day' | 'now';

/** What many a message begins with. */
export function quickDraft(quick: Quick, title: string, today: Today, timeZone: string): Draft {
	const empty = emptyDraft(today, timeZone);
	if (quick === 'day') return { ...empty, lasts: 'day' };
	if (quick === 'now') return { ...empty, form: 'takeover', title, lasts: '5' };
	const moment = upToMinute(today.now) + 15 * minuteMs;
	return { ...empty, title, counts: 'at', countdownTo: localOf(moment, timeZone), lasts: 'at', until: localOf(moment + 5 * minuteMs, timeZone) };
}

export function draftOf(row: MessageRow, today: Today, timeZone: string): Draft {
	const local = (iso: string): string => localOf(Date.parse(iso), timeZone);
	const { form, title, text, screens, from, until, countdownTo } = row;
	const rest = { ...emptyDraft(today, timeZone), form, title, text, screens };
	return { ...rest, changes: row, starts: 'at', from: local(from), lasts: 'at', until: local(until), ...(countdownTo !== null && { counts: 'at', countdownTo: local(countdownTo) }) };
}

/** The same once more, from now on: as long as before, and as long before its moment. */
export function againDraft(row: MessageRow, today: Today, timeZone: string): Draft {
	const from = Date.parse(row.from);
	const shifted = (iso: string): string => localOf(upToMinute(today.now) + upToMinute(Date.parse(iso) - from), timeZone);
	const lasts = lastings.find((each) => Number(each) * minuteMs === Date.parse(row.until) - from);
	const known = new Set(row.screens);
	return {
		...draftOf(row, today, timeZone), changes: null, starts: 'now', from: localOf(upToMinute(today.now), timeZone), lasts: lasts ?? 'at', until: shifted(row.until),
		screens: row.screens && [...known], ...(row.countdownTo !== null && { countdownTo: shifted(row.countdownTo) }),
	};
}

/** What is missing, by the words' keys. */
export function missingIn({ title, starts, from, lasts, until, counts, countdownTo, screens }: Draft): Partial<Record<'title' | 'text' | 'from' | 'until' | 'countdownTo' | 'screens', 'required' | 'needTime' | 'needScreen'>> {
	return {
		...(title.trim() === '' && { title: 'required' }),
		...(starts === 'at' && from === '' && { from: 'needTime' }),
		...(lasts === 'at' && until === '' && { until: 'needTime' }),
		...(counts === 'at' && countdownTo === '' && { countdownTo: 'needTime' }),
		...(screens?.length === 0 && { screens: 'needScreen' }),
	};
}

/** When it begins and ends, as far as that can be said. */
function stretchOf({ starts, from, lasts, until }: Draft, { now, dayEnds }: Today, timeZone: string): { from: number; until: number } {
	const begins = starts === 'now' ? now : (instantOf(from, timeZone) ?? now);
	const ends = lasts === 'at' ? instantOf(until, timeZone) : lasts === 'day' ? dayEnds : begins + Number(lasts) * minuteMs;
	return { from: begins, until: ends ?? begins };
}

export function requestOf(draft: Draft, today: Today, timeZone: string): MessageRequest {
	const { changes, form, title, text, starts, lasts, counts, screens } = draft;
	/** A time that nobody touched keeps its seconds. */
	const kept = (local: string, iso: string | null | undefined): string => (iso && localOf(Date.parse(iso), timeZone) === local ? iso : local);
	const iso = (at: number): string => new Date(at).toISOString();
	return {
		form, title, text,
		from: starts === 'now' ? null : kept(draft.from, changes?.from),
		until: lasts === 'at' ? kept(draft.until, changes?.until) : iso(stretchOf(draft, today, timeZone).until),
		countdownTo: counts === 'at' ? kept(draft.countdownTo, changes?.countdownTo) : null,
		screens: screens && [...screens],
		...(changes && { was: changes.version }),
	};
}

/** As a TV would be told it. */
export function pictureOf(draft: Draft, today: Today, place: Place): MessageView {
	const moment = draft.counts === 'at' ? instantOf(draft.countdownTo, place.timeZone) : null;
	return {
		id: 0, form: draft.form, title: draft.title, text: draft.text, ...stretchOf(draft, today, place.timeZone),
		countdownTo: moment, countdownText: moment === null ? '' : comingText(moment, place, today.now),
	};
}
