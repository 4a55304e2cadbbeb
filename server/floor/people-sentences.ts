/** What was changed of people, in a sentence, from what stood before and after. */
import type { HandField } from '../../shared/people-api.ts';
import { roleOf } from '../../shared/roles.ts';
import type { Language } from '../../shared/views.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { peopleChangeWords } from '../../shared/words/people-changes.ts';
import { roleWords } from '../../shared/words/roles.ts';
import { forEver, fromEver, type Span } from './memberships.ts';
import type { People } from './people.ts';
import type { PersonChange, PersonFields, PersonState } from './person-edits.ts';

/** "2 Nov 2026". */
const dayText = (day: string, language: Language): string => Temporal.PlainDate.from(day).toLocaleString(language === 'sv' ? 'sv' : 'en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

const namesAtMost = 3;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const fields = ['name', 'email', 'role', 'manager', 'start', 'end'] as const;

/** Where the change begins, when from there on they are in one team for good. */
function moveOf(before: PersonState, after: PersonState): Span | null {
	const last = after.memberships.at(-1);
	const was = before.memberships.at(-1);
	if (!last || last.to !== forEver || was?.team === last.team) return null;
	const earlier = (spans: readonly Span[]): unknown => spans.filter(({ from }) => from < last.from).map(({ team, from, to }) => [team, from, to < last.from ? to : '']);
	const kept = earlier(before.memberships);
	const cut = earlier(after.memberships.slice(0, -1).map((span, index, all) => (index === all.length - 1 && before.memberships.some((each) => each.from === span.from && each.to >= last.from) ? { ...span, to: last.from } : span)));
	return isSame(kept, cut) ? last : null;
}

/** Null when nothing was changed. */
export function peopleSentence(people: People, changes: readonly PersonChange[], language: Language): string | null {
	const words = wordsIn(peopleChangeWords, language);
	const day = (value: string): string => dayText(value, language);
	const team = (id: number): string => people.team(id)?.name ?? '';
	const made = changes.filter(({ before, after }) => !isSame(before, after));
	const nameOf = ({ person, before, after }: PersonChange): string => after?.name ?? before?.name ?? people.person(person)?.name ?? '';
	const names = made.slice(0, namesAtMost).map(nameOf).join(', ');
	const several = { count: made.length, names: made.length > namesAtMost ? fill(words.more, { names, count: made.length - namesAtMost }) : names };
	const [first] = made;
	if (!first) return null;

	const spanText = ({ team: id, from, to }: Span): string => {
		const values = { team: team(id), from: from === fromEver ? '' : day(from), to: to === forEver ? '' : day(to) };
		return from === fromEver ? (to === forEver ? values.team : fill(words.spanTo, values)) : fill(to === forEver ? words.spanFrom : words.spanBoth, values);
	};
	const fieldNames: Record<HandField | 'email', string> = { name: words.fieldName, email: words.fieldEmail, role: words.fieldRole, manager: words.fieldManager, start: words.fieldStart, end: words.fieldEnd, team: words.fieldTeam };
	const valueText = (field: keyof PersonFields, value: string | null): string => {
		if (value === null) return words.nothing;
		if (field === 'start' || field === 'end') return day(value);
		if (field === 'manager') return people.personNamed(value)?.name ?? value;
		const role = field === 'role' ? roleOf(value) : null;
		return role === null ? value : wordsIn(roleWords, language)[role];
	};
	const teamsText = (name: string, { memberships }: PersonState): string =>
		memberships.length === 0 ? fill(words.noTeams, { name }) : fill(words.teams, { name, teams: memberships.map(spanText).join(', ') });

	const ofOne = (before: PersonState, after: PersonState): string => {
		const { name } = after;
		const parts = fields.filter((field) => before[field] !== after[field]).map((field) => fill(words.part, { field: fieldNames[field], from: valueText(field, before[field]), to: valueText(field, after[field]) }));
		const isMoved = !isSame(before.memberships, after.memberships);
		const hand = (state: PersonState): HandField[] => state.byHand.map(({ field }) => field);
		const released = hand(before).filter((field) => !hand(after).includes(field));
		if (parts.length === 0 && !isMoved) {
			const marked = hand(after).filter((field) => !hand(before).includes(field));
			parts.push(...released.map((field) => fill(words.givenBack, { field: fieldNames[field] })), ...marked.map((field) => fill(words.byHand, { field: fieldNames[field] })));
		}
		const sentences = parts.length === 0 ? [] : [fill(words.changed, { name: before.name, parts: parts.join('; ') })];
		if (isMoved) {
			const move = moveOf(before, after);
			if (!move) sentences.push(teamsText(name, after));
			else sentences.push(move.from === fromEver ? fill(words.movedAlways, { name, team: team(move.team) }) : fill(words.moved, { name, team: team(move.team), day: day(move.from) }));
		}
		return sentences.join(' ');
	};

	if (made.length === 1) {
		const { before, after } = first;
		if (!before) return fill(words.added, { name: nameOf(first) });
		return after ? ofOne(before, after) : fill(words.removed, { name: nameOf(first) });
	}
	if (made.every(({ before }) => before === null)) return fill(words.addedSeveral, several);
	if (made.every(({ after }) => after === null)) return fill(words.removedSeveral, several);
	const moves = made.map(({ before, after }) => (before && after ? moveOf(before, after) : null));
	const [move] = moves;
	if (move && moves.every((each) => each?.team === move.team && each.from === move.from)) return fill(words.movedSeveral, { ...several, team: team(move.team), day: day(move.from) });
	return fill(made.every(({ before, after }) => before && after && isSame({ ...before, memberships: [], byHand: [] }, { ...after, memberships: [], byHand: [] })) ? words.teamsSeveral : words.severalChanged, several);
}
