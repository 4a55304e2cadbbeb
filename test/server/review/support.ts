/** A floor with a June to close: two teams, deals won and open, a meeting and a call. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ana, bo, booked, call, cy, givenWall, open, people, won, type GivenWall } from '../../support/wall.ts';
import { parse, parseQuery } from '../../../server/http/route.ts';
import { closeRequest } from '../../../server/review/close-desk.ts';
import { reviewQuery } from '../../../server/review/review.ts';

export const now = '2026-07-10T09:00';

export const givenJune = (setting: Parameters<typeof givenWall>[0] = {}): GivenWall => {
	const given = givenWall({
		now, people: [...people],
		deals: [
			won({ external_id: 'D-1', name: 'Acme 50 seats', owner: ana, on: '2026-06-14', amount: 1_000, account: 'Acme' }),
			won({ external_id: 'D-2', owner: cy, on: '2026-06-20', amount: 500, account: 'Bolt' }),
			open({ external_id: 'D-3', owner: ana, created: '2026-06-03', amount: 70, account: 'Core' }),
			won({ external_id: 'D-4', owner: ana, on: '2026-07-02', amount: 9_000 }),
		],
		meetings: [booked({ external_id: 'M-1', by: bo, on: '2026-06-05' })],
		activities: [call({ external_id: 'C-1', owner: bo, on: '2026-06-05' })],
		...setting,
	});
	given.target('team:North', '2026-06', 2_000);
	return given;
};

export const close = async (given: GivenWall, body: unknown = { month: '2026-06' }) => given.wall.closing.close(parse(closeRequest, body), 'Ada');
export const page = (given: GivenWall, query: Record<string, string> = {}) => given.wall.review.page(parseQuery(reviewQuery, { month: '2026-06', ...query }), true);
export const figure = (given: GivenWall, id: number, metric: string, scope = 'company') => given.wall.closing.figures({ close: String(id), scope }).figures.find((one) => one.metric === metric);
export const changes = (given: GivenWall, id = 1) => given.wall.closing.changes({ close: String(id) });

/** Where a database and what lies beside it may be. */
export const givenFile = (): string => {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	return join(folder, 'floor.db');
};
export const closeFiles = (file: string): string[] => readdirSync(`${file}-closes`).sort();
export const closeFile = (file: string, name = closeFiles(file)[0] ?? ''): string => readFileSync(join(`${file}-closes`, name), 'utf8');
