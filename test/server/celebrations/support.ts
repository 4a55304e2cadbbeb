/** A wall whose looks the test makes, and that can be killed: what it had not written is gone, and a new one opens the same database. */
import type { CelebrationView } from '../../../shared/celebration.ts';
import type { Privacy } from '../../../shared/screen.ts';
import type { Tidings } from '../../../server/celebrations/celebrations.ts';
import { createWall, type Wall } from '../../../server/wall.ts';
import { silentLog } from '../../../server/log.ts';
import { givenWall, people, type GivenWall, type Rows, type Setting } from '../../support/wall.ts';
import { parse } from '../../../server/http/route.ts';
import { targetChanges } from '../../../server/metrics/target-edit.ts';

export interface GivenFloor extends GivenWall {
	/** As after a tick; returns what the walls were told: 'celebrate <id>' and 'withdraw <id>', with the ids of the database. */
	look: () => string[];
	/** The views of what was told since the start, as a screen of this privacy shows them. */
	views: (privacy?: Privacy) => CelebrationView[];
	/** Pushes, and looks. */
	live: (rows: Rows) => string[];
	/** The process ends without a word, and another one begins. */
	restart: () => void;
	/** What is on record: id, celebrated, withdrawn. */
	noted: () => Record<string, 'celebrated' | 'withdrawn' | 'left'>;
	/** Moves the clock on. */
	pass: (minutes: number) => void;
}

/** A Tuesday, ten in the morning, in Berlin. */
export const now = '2026-09-15T10:00';

export function givenFloor(setting: Setting & Rows = {}): GivenFloor {
	const wall = givenWall({ now, people: [...people], ...setting });
	let present = wall.ms(setting.now ?? now);
	let told: Tidings[] = [];
	const all: Tidings[] = [];
	const listen = (to: Wall): Wall => {
		to.celebrations.onTidings((tidings) => {
			told.push(tidings);
			all.push(tidings);
		});
		return to;
	};
	let current = listen(wall.wall);
	const ids = (): Map<string, string> => new Map(all.flatMap((tidings) => ('celebrated' in tidings ? [[current.celebrations.view(tidings.celebrated, 'floor').id, tidings.celebrated.id] as const] : [])));
	const look = (): string[] => {
		told = [];
		current.rollups.drain(Number.POSITIVE_INFINITY);
		current.celebrations.look({ asOf: present, until: present, untilDay: current.settings.calendar().dayOf(present) });
		const known = ids();
		return told.map((tidings) => ('celebrated' in tidings ? `celebrate ${tidings.celebrated.id}` : `withdraw ${known.get(tidings.withdrawn) ?? tidings.withdrawn}`));
	};
	look();
	const at = (time: string): void => {
		present = wall.ms(time);
		wall.at(time);
	};
	const given: GivenFloor = {
		...wall,
		at,
		look,
		views: (privacy = 'floor') => all.flatMap((tidings) => ('celebrated' in tidings ? [current.celebrations.view(tidings.celebrated, privacy)] : [])),
		live: (rows) => {
			const { rejected } = given.push(rows);
			if (rejected.length > 0) throw new Error(`rows were rejected: ${JSON.stringify(rejected)}`);
			return look();
		},
		push: (rows) => current.push({ source: 'crm', ...rows }, 'key'),
		target: (scope, period, value, metric = 'sales') => current.setTargets(parse(targetChanges, [{ metric, scope, period, value }]), 'ops'),
		restart: () => {
			current = listen(createWall({ db: wall.db, clock: { now: () => present }, log: silentLog, tickMs: 60_000, demo: false, build: 'test', version: '0' }));
			given.wall = current;
		},
		noted: () =>
			Object.fromEntries(
				wall.db
					.prepare<[], { id: string; celebrated: number; withdrawn_at: number | null }>('SELECT id, celebrated, withdrawn_at FROM celebration ORDER BY id')
					.all()
					.map(({ id, celebrated, withdrawn_at }) => [id, celebrated === 0 ? 'left' : withdrawn_at === null ? 'celebrated' : 'withdrawn'] as const),
			),
		pass: (minutes) => at(Temporal.Instant.fromEpochMilliseconds(present + minutes * 60_000).toString()),
	};
	return given;
}
