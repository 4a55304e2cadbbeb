/**
 * A real wall on a real SQLite, with a clock that the test holds. Rows are pushed as a source would push them, and read as the wall,
 * `explain` and the board do.
 */
import { onTestFinished } from 'vitest';
import type { Explained, PushReply, TargetCell } from '../../shared/api.ts';
import type { BoardView, PanelKind, PanelViews } from '../../shared/views.ts';
import type { Db } from '../../server/db/open.ts';
import { openDatabase } from '../../server/db/open.ts';
import type { FeedOutside } from '../../server/facts/feed-desk.ts';
import type { WeekPattern } from '../../server/floor/calendar.ts';
import { parse, parseQuery } from '../../server/http/route.ts';
import type { EntryHead } from '../../server/journal/journal.ts';
import type { Log } from '../../server/log.ts';
import { silentLog } from '../../server/log.ts';
import { explainQuery } from '../../server/metrics/explain.ts';
import { targetChanges } from '../../server/metrics/target-edit.ts';
import type { PanelBuilders } from '../../server/panels/builders.ts';
import type { Wall } from '../../server/wall.ts';
import { createWall } from '../../server/wall.ts';

/** A row as a source sends it: anything JSON can say. */
export type Row = Record<string, unknown>;

/** Of who is not shut out. */
export const stillMay = (): void => undefined;

export interface Rows {
	source?: string;
	people?: unknown[];
	deals?: unknown[];
	meetings?: unknown[];
	activities?: unknown[];
	proposals?: unknown[];
	accounts?: unknown[];
	leads?: unknown[];
	movements?: unknown[];
	surveys?: unknown[];
	figures?: unknown[];
	positions?: unknown[];
	deleted?: unknown[];
	targets?: unknown[];
}

export interface Setting {
	/** Local time of the workspace's zone, or an instant with its offset. */
	now?: string;
	timeZone?: string;
	currency?: string;
	locale?: string;
	weekStart?: number;
	fiscalYearStart?: number;
	week?: WeekPattern;
	holidays?: string[];
	builders?: PanelBuilders;
	/** Where published sheets may be fetched from. */
	outside?: FeedOutside;
	tickMs?: number;
	/** A database file; in memory unless given. */
	file?: string;
	/** Errors that the wall logs fail the test unless it expects them. */
	expectsErrors?: boolean;
	/** For several tests: whoever asks for it closes it. */
	stays?: boolean;
}

export interface GivenWall {
	db: Db;
	wall: Wall;
	/** What the wall logged as errors. */
	logged: unknown[];
	/** Sets the clock. */
	at: (time: string) => void;
	ms: (time: string) => number;
	push: (rows: Rows) => PushReply;
	explain: (metric: string, query?: Row) => Promise<Explained>;
	value: (metric: string, query?: Row) => Promise<number | null>;
	/** Values by the parts' keys. */
	by: (metric: string, by: string, query?: Row) => Promise<Record<string, number | null>>;
	board: (asOf?: string) => Promise<BoardView>;
	view: <K extends PanelKind>(kind: K, id: string, asOf?: string) => Promise<PanelViews[K]>;
	target: (scope: string, period: string, value: number | null, metric?: string) => TargetCell[];
	/** Cells as they are sent. */
	setTargets: (cells: unknown, author?: string) => TargetCell[];
	/** The head of an entry by ops, now. */
	head: () => EntryHead;
	idOf: (handle: string) => number;
	/** As an interface names the scope of a row on a panel. */
	scopeOfRow: (id: string) => string;
	/** Every table of the database but those named, row by row. */
	dump: (but?: readonly string[]) => Record<string, unknown[]>;
	close: () => Promise<void>;
}

const usual = { now: '2026-09-15T09:00', timeZone: 'Europe/Berlin', currency: 'EUR', locale: 'en' };

/** The panel ids of the floor board. */
export const floorPanels = { trend: 'meetings-by-week', attainment: 'attainment', sales: 'leaders-sales', meetings: 'leaders-meetings', improved: 'leaders-improved', target: 'sales-target' } as const;

export function givenWall(setting: Setting & Rows = {}): GivenWall {
	const { now, timeZone, currency, locale } = { ...usual, ...setting };
	const ms = (time: string): number =>
		/(Z|[+-]\d{2}:\d{2})$/.test(time) ? Temporal.Instant.from(time).epochMilliseconds : Temporal.PlainDateTime.from(time).toZonedDateTime(timeZone).epochMilliseconds;
	let present = ms(now);
	const db = openDatabase(setting.file ?? ':memory:');
	const logged: unknown[] = [];
	const log: Log = Object.assign(Object.create(silentLog) as Log, { error: (found: unknown) => void logged.push(found) });
	const wall = createWall({
		db, log,
		clock: { now: () => present },
		tickMs: setting.tickMs ?? 60_000,
		demo: false,
		build: 'test',
		version: '0',
		...(setting.builders ? { builders: setting.builders } : {}),
		...(setting.outside ? { outside: setting.outside } : {}),
	});
	const rules = { weekStart: setting.weekStart ?? 1, fiscalYearStart: setting.fiscalYearStart ?? 1 };
	if (!wall.workspace()) wall.createWorkspace({ name: 'North & Sons', currency, timeZone, locale, ...rules }, 'ops');
	const head = (): EntryHead => ({ at: present, author: 'ops' });
	if (setting.week || setting.holidays) {
		const holidays = setting.holidays?.map((day) => ({ day, name: 'Holiday' }));
		wall.journal.apply('calendar saved', { ...(setting.week ? { week: setting.week } : {}), ...(holidays ? { holidays } : {}) }, head());
	}

	const explain: GivenWall['explain'] = (metric, query = {}) => wall.explain(parseQuery(explainQuery, { metric, ...query }));
	const board: GivenWall['board'] = (asOf) => wall.boardAt(asOf === undefined ? {} : { asOf });
	let closing: Promise<void> | null = null;
	const close = (): Promise<void> => {
		closing ??= wall.close().then(() => void db.close());
		return closing;
	};
	if (!setting.stays) onTestFinished(async () => {
		await close();
		if (!setting.expectsErrors && logged.length > 0) throw new Error(`the wall logged: ${JSON.stringify(logged, (_, value: unknown) => (value instanceof Error ? value.stack : value))}`);
	});

	const given: GivenWall = {
		db, wall, logged, ms, explain, board, close,
		at: (time) => {
			present = ms(time);
		},
		push: (rows) => wall.push({ source: 'crm', ...rows }, 'key'),
		value: async (metric, query) => (await explain(metric, query)).value,
		by: async (metric, by, query) => Object.fromEntries(((await explain(metric, { ...query, by })).by ?? []).map(({ key, value }) => [key, value])),
		view: async (kind, id, asOf) => {
			const found = (await board(asOf)).panels.find((panel) => panel.id === id);
			if (!found || found.kind !== kind) throw new Error(`there is no ${kind} called ${id}`);
			// Its kind was just compared.
			return found as PanelViews[typeof kind];
		},
		target: (scope, period, value, metric = 'sales') => given.setTargets([{ metric, scope, period, value }]),
		setTargets: (cells, author = 'ops') => wall.setTargets(parse(targetChanges, cells), author),
		head,
		idOf: (handle) => {
			const id = db.prepare<[string], number>('SELECT id FROM person WHERE handle = ?').pluck().get(handle);
			if (id === undefined) throw new Error(`nobody is known as ${handle}`);
			return id;
		},
		scopeOfRow: (row) => {
			const [kind = '', id = ''] = row.split(':');
			const [table, column] = kind === 'team' ? ['team', 'name'] : ['person', 'handle'];
			return `${kind}:${String(db.prepare(`SELECT ${column} FROM ${table} WHERE id = ?`).pluck().get(Number(id)))}`;
		},
		dump: (but = ['session']) => dumpOf(db, but),
	};
	const { source, people, deals, meetings, activities, proposals, accounts, deleted, targets } = setting;
	const rows = Object.entries({ source, people, deals, meetings, activities, proposals, accounts, deleted, targets }).filter(([, list]) => list !== undefined);
	if (rows.length > 0) {
		const { rejected } = given.push(Object.fromEntries(rows));
		if (rejected.length > 0) throw new Error(`rows of the fixture were rejected: ${JSON.stringify(rejected)}`);
	}
	return given;
}

export function dumpOf(db: Db, but: readonly string[] = ['session']): Record<string, unknown[]> {
	const tables = db.prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).pluck().all();
	const shown = tables.filter((name) => !but.includes(name));
	return Object.fromEntries(shown.map((name) => [name, db.prepare(`SELECT * FROM ${name}`).all().map((row) => JSON.stringify(row)).sort()]));
}

/** The rollup as the facts now give it, and as rebuilding it from nothing does. */
export function rollupsOf({ db, wall }: Pick<GivenWall, 'db' | 'wall'>): { kept: unknown[]; rebuilt: unknown[] } {
	const read = () => db.prepare('SELECT measure, slice, day, owner_key, amount FROM rollup ORDER BY 1, 2, 3, 4').all();
	wall.rollups.drain(Number.POSITIVE_INFINITY);
	const kept = read();
	wall.rollups.rebuild();
	return { kept, rebuilt: read() };
}

let made = 0;
const id = (kind: string): string => `${kind}-${(made += 1)}`;

interface Closed {
	owner?: string | undefined;
	on: string;
	amount?: number | string | null;
	[field: string]: unknown;
}

export const won = ({ on, ...deal }: Closed): Row => ({ external_id: id('D'), status: 'won', closed: on, ...deal });
export const lost = ({ on, ...deal }: Closed): Row => ({ external_id: id('D'), status: 'lost', closed: on, ...deal });
export const open = (deal: Row): Row => ({ external_id: id('D'), status: 'open', ...deal });
export const call = ({ on, ...row }: Row): Row => ({ external_id: id('C'), kind: 'call', direction: 'outbound', at: on, ...row });
export const email = ({ on, ...row }: Row): Row => ({ external_id: id('E'), kind: 'email', direction: 'outbound', at: on, ...row });
export const booked = ({ on, by, ...row }: Row): Row => ({ external_id: id('M'), booked_at: on, booked_by: by, ...row });
export const account = ({ on, ...row }: Row): Row => ({ external_id: id('A'), name: 'Acme', created: on, ...row });
export const proposal = ({ on, ...row }: Row): Row => ({ external_id: id('P'), sent: on, ...row });

/** Three people in two teams, which most cases need; addresses are `ana@x.example` and so on. */
export const people = [
	{ email: 'ana@x.example', name: 'Ana', team: 'North', role: 'ae' },
	{ email: 'bo@x.example', name: 'Bo', team: 'North', role: 'sdr' },
	{ email: 'cy@x.example', name: 'Cy', team: 'South', role: 'ae' },
] as const;
export const [ana, bo, cy] = ['ana@x.example', 'bo@x.example', 'cy@x.example'] as const;
