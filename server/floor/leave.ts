/** Leave: the days on which a person is away. Stretches of one person never overlap: what overlaps is joined. */
import type { DayStretch, LeaveRow } from '../../shared/calendar-api.ts';
import type { Db } from '../db/open.ts';
import { InputError } from '../errors.ts';

export interface LeaveBody {
	person: number;
	/** Must be there, just so. */
	remove: DayStretch[];
	add: DayStretch[];
	undoes?: number;
}

/** What the log keeps: what is no longer there, and what is there instead. */
export interface LeaveChange {
	person: number;
	removed: DayStretch[];
	added: DayStretch[];
	undoes?: number;
}

export interface Leave {
	/** By person and day. */
	list: () => LeaveRow[];
	/** What would change. @throws InputError 409 when what is to be removed is not there. */
	changes: (body: LeaveBody) => LeaveChange;
	change: (body: LeaveBody) => LeaveChange;
	/** Whether a change can be taken back: what it made stands, and nothing overlaps what was there before. */
	stands: (change: LeaveChange) => boolean;
	replaceAll: (rows: readonly LeaveRow[]) => void;
}

const same = (a: DayStretch, b: DayStretch): boolean => a.from === b.from && a.to === b.to;
const overlap = (a: DayStretch, b: DayStretch): boolean => a.from <= b.to && b.from <= a.to;
const without = (list: readonly DayStretch[], taken: readonly DayStretch[]): DayStretch[] => list.filter((each) => !taken.some((one) => same(one, each)));

export function createLeave(db: Db): Leave {
	const all = db.prepare<[], LeaveRow>('SELECT person, from_day AS "from", to_day AS "to" FROM leave ORDER BY person, from_day');
	const ofPerson = db.prepare<[number], DayStretch>('SELECT from_day AS "from", to_day AS "to" FROM leave WHERE person = ? ORDER BY from_day');
	const insert = db.prepare<[number, string, string]>('INSERT INTO leave (person, from_day, to_day) VALUES (?, ?, ?)');
	const drop = db.prepare<[number, string]>('DELETE FROM leave WHERE person = ? AND from_day = ?');

	const changes: Leave['changes'] = ({ person, remove, add, undoes }) => {
		const before = ofPerson.all(person);
		if (remove.some((gone) => !before.some((each) => same(each, gone)))) throw new InputError('That leave was changed in the meantime.', { status: 409, code: 'conflict', field: 'remove' });
		let after = without(before, remove);
		for (const wished of add) {
			const touched = after.filter((each) => overlap(each, wished));
			const days = [wished, ...touched];
			const joined = { from: days.map(({ from }) => from).sort()[0] ?? wished.from, to: days.map(({ to }) => to).sort().at(-1) ?? wished.to };
			after = [...without(after, touched), joined];
		}
		return { person, removed: without(before, after), added: without(after, before), ...(undoes === undefined ? {} : { undoes }) };
	};

	return {
		list: () => all.all(),
		changes,
		change: (body) => {
			const change = changes(body);
			for (const { from } of change.removed) drop.run(change.person, from);
			for (const { from, to } of change.added) insert.run(change.person, from, to);
			return change;
		},
		stands: ({ person, removed, added }) => {
			const now = ofPerson.all(person);
			return without(added, now).length === 0 && !without(now, added).some((each) => removed.some((one) => overlap(each, one)));
		},
		replaceAll: (rows) => {
			db.exec('DELETE FROM leave');
			for (const { person, from, to } of rows) insert.run(person, from, to);
		},
	};
}
