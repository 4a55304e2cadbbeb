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
	/** As it was said, by person and day. */
	list: () => LeaveRow[];
	/** By whom it means now: somebody who was merged into another is away when that one is. */
	ofNow: () => LeaveRow[];
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
	const now = db.prepare<[], LeaveRow>(
		`WITH RECURSIVE same (id, whose) AS (
			SELECT DISTINCT person, person FROM leave
			UNION SELECT same.id, p.merged_into FROM same JOIN person p ON p.id = same.whose WHERE p.merged_into IS NOT NULL
		)
		SELECT p.id AS person, from_day AS "from", to_day AS "to" FROM leave JOIN same ON same.id = leave.person JOIN person p ON p.id = same.whose AND p.merged_into IS NULL
		ORDER BY 1, 2, 3`,
	);
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
		ofNow: () => now.all(),
		changes,
		change: (body) => {
			const change = changes(body);
			for (const { from } of change.removed) drop.run(change.person, from);
			for (const { from, to } of change.added) insert.run(change.person, from, to);
			return change;
		},
		stands: ({ person, removed, added }) => {
			const standing = ofPerson.all(person);
			return without(added, standing).length === 0 && !without(standing, added).some((each) => removed.some((one) => overlap(each, one)));
		},
		replaceAll: (rows) => {
			db.exec('DELETE FROM leave');
			for (const { person, from, to } of rows) insert.run(person, from, to);
		},
	};
}
