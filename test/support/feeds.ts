/** A wall that follows sheets of a server outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { FeedState, FeedWish } from '../../shared/feeds-api.ts';
import type { ImportChoices } from '../../shared/imports-api.ts';
import { hostsIn } from '../../server/allowed-hosts.ts';
import { createSealing } from '../../server/sealing.ts';
import { givenSheets, type Sheets } from './sheets.ts';
import { givenWall, type GivenWall, type Rows, type Setting } from './wall.ts';

export interface Following extends GivenWall {
	sheets: Sheets;
	folder: string;
	/** Looks at the sheet, chooses, and follows it; resolves when it was fetched. */
	follow: (wish: FeedWish & { path?: string }, chosen?: Partial<ImportChoices>) => Promise<FeedState>;
	/** Fetches it now; resolves when that is over. */
	fetchNow: (id: number, gone?: number) => Promise<FeedState>;
	/** The same, as it comes by itself: what is as it was is not handed over again. */
	poll: (id: number) => Promise<FeedState>;
	state: (id: number) => FeedState;
}

export async function givenFollowing(setting: Setting & Rows & { keys?: string[] } = {}): Promise<Following> {
	const folder = mkdtempSync(join(tmpdir(), 'floorcast-feeds-'));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	const sheets = await givenSheets();
	const outside = { hosts: hostsIn(sheets.origin) ?? [], sealing: createSealing(folder, setting.keys ?? []), againMs: 5 };
	const given = givenWall({ file: join(folder, 'floor.sqlite'), outside, ...setting });
	const { wall } = given;
	const state: Following['state'] = (id) => {
		const found = wall.feeds.list().feeds.find((feed) => feed.id === id);
		if (!found) throw new Error(`there is no sheet ${id}`);
		return found;
	};
	const over = async (id: number): Promise<FeedState> => {
		await expect.poll(() => state(id).isFetching, { timeout: 10_000, interval: 5 }).toBe(false);
		return state(id);
	};
	return {
		...given,
		sheets,
		folder,
		state,
		follow: async ({ path, ...wish }, chosen = {}) => {
			const draft = await wall.feeds.draft({ ...(wish.id === undefined ? { name: 'Sheet' } : {}), ...(path === undefined ? {} : { address: sheets.url(path) }), ...wish }, 'ops');
			await wall.imports.choose({ ...draft.choices, ...chosen });
			return over((await wall.feeds.save('ops')).id);
		},
		fetchNow: (id, gone) => {
			if (gone === undefined) wall.feeds.fetchNow(id);
			else wall.feeds.confirm(id, gone);
			return over(id);
		},
		poll: async (id) => {
			await wall.feeds.poll(id);
			return state(id);
		},
	};
}

export const head = 'id,owner,stage,amount,closed';
export const won = (id: string, amount: string, day = '2026-09-03'): string => `${id},ana@x.example,Won,${amount},${day}`;
export const sheetOf = (...rows: string[]): string => `${[head, ...rows].join('\n')}\n`;
export const many = (count: number): string[] => Array.from({ length: count }, (_, at) => won(`D-${at + 1}`, '10'));
export const people = [{ email: 'ana@x.example', name: 'Ana', team: 'North' }];

export const sales = ({ explain }: Following): Promise<number | null> => explain('sales', { period: '2026-09' }).then(({ value }) => value);
export const entriesOf = ({ wall }: Following): unknown[] => wall.journal.entries({ kinds: ['facts arrived'], limit: 100 }).map(({ body }) => body);
export const troubleOf = ({ trouble }: FeedState): unknown => trouble;
export const waitsMs = (now: number, { next }: FeedState): number => Temporal.Instant.from(next ?? '').epochMilliseconds - now;
