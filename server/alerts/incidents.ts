/**
 * What is dead, when somebody could want to know: a paired screen that has been offline or frozen or has not come at all, or a source that is silent. Only
 * time in which the floor works and the screen is meant to be on counts, so that a TV that comes on with the lights is not missed.
 */
import { onAt, type ScreenSetup } from '../../shared/screen.ts';
import type { Calendar } from '../floor/calendar.ts';

export interface ScreenStanding {
	id: number;
	name: string;
	/** Where it hangs; empty when nobody said. */
	place: string;
	/** `never`: paired, and not seen since, so since it was paired; `dark`: there, and black by its hours. */
	state: 'live' | 'dark' | 'frozen' | 'offline' | 'never';
	/** Since when, in epoch milliseconds; null when that is not known. */
	since: number | null;
	on: ScreenSetup['on'];
}

export interface SourceStanding {
	name: string;
	lastReportedAt: number;
	/** Judged in working time. */
	isSilent: boolean;
}

/** Something of the server itself, well or not. */
export interface PartStanding {
	id: 'disk' | 'full disk' | 'backup' | 'certificate';
	name: string;
	/** Since when it is not well; null: it is. */
	since: number | null;
}

export interface Subject {
	/** 'screen:<id>', 'source:<name>', or a part of the server. */
	id: string;
	name: string;
	place: string;
}

export interface Incident extends Subject {
	kind: 'offline' | 'frozen' | 'never' | 'silent' | PartStanding['id'];
	since: number;
}

export interface Standing {
	/** Long enough to be told. */
	dead: Incident[];
	/** Not well, told or not: nobody is told that it is over. */
	unwell: Set<string>;
	/** All there are: of what is not among them any more, nothing is said. */
	subjects: Map<string, Subject>;
}

export const deadAfterMs = 5 * 60_000;

/** How long the floor has had to do without the screen. */
function missedMs({ since, on }: ScreenStanding, now: number, calendar: Calendar): number {
	if (since === null || !onAt(on, now).isOn) return 0;
	const stretch = on?.find(([from, to]) => now >= from && now < to);
	return calendar.workingMs(Math.max(since, stretch?.[0] ?? since), now);
}

/** Parts of the server are told of at any hour: what they lack gets worse by night. */
export function standingOf(screens: readonly ScreenStanding[], sources: readonly SourceStanding[], now: number, calendar: Calendar, parts: readonly PartStanding[] = []): Standing {
	const atWork = calendar.workingMs(now - 1, now) > 0;
	const standing: Standing = { dead: [], unwell: new Set(), subjects: new Map() };
	const add = (subject: Subject, isUnwell: boolean, incident: Incident | null): void => {
		standing.subjects.set(subject.id, subject);
		if (isUnwell) standing.unwell.add(subject.id);
		if (incident && atWork) standing.dead.push(incident);
	};
	for (const screen of screens) {
		const { id, name, place, state, since } = screen;
		const subject = { id: `screen:${id}`, name, place };
		const isUnwell = state === 'offline' || state === 'frozen' || state === 'never';
		add(subject, isUnwell, isUnwell && since !== null && missedMs(screen, now, calendar) >= deadAfterMs ? { ...subject, kind: state, since } : null);
	}
	for (const { name, lastReportedAt, isSilent } of sources) {
		const subject = { id: `source:${name}`, name, place: '' };
		add(subject, isSilent, isSilent ? { ...subject, kind: 'silent', since: lastReportedAt } : null);
	}
	for (const { id, name, since } of parts) {
		const subject = { id, name, place: '' };
		add(subject, since !== null, null);
		if (since !== null) standing.dead.push({ ...subject, kind: id, since });
	}
	return standing;
}
