/**
 * R16: a backup of ten million facts while five hundred a second come in, and putting it back: how much either is felt, and how long they take.
 * What is lost is what came since the last backup (a day at most, by itself); this measures how soon it is there again.
 */
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupList } from '../../shared/backups-api.ts';
import type { Budget, Measured } from './budget.ts';
import { atMost, median, ms, pause, percentile, whole } from './budget.ts';
import { floorFolder, rowsOf } from './floor.ts';
import { connectWalls, startProcess, type ServerProcess } from './process.ts';

const large = 10_000_000;
const rowsAtOnce = 50;
const everyMs = 100;
const calmMs = 20_000;
const password = 'a password for the bench';

interface Felt {
	/** Until a push was acknowledged. */
	pushes: number[];
	/** Until the server said that it is well: how long it does nothing else. */
	answers: number[];
}

/** Five hundred facts a second, and a look at the server every 50 ms, while something goes on. */
async function loaded(server: ServerProcess, id: string, work: Promise<unknown>): Promise<Felt> {
	const felt: Felt = { pushes: [], answers: [] };
	let isOver = false;
	void work.finally(() => (isOver = true));
	const midday = Math.floor(Date.now() / 86_400_000) * 86_400_000;
	const push = async (): Promise<void> => {
		for (let row = 0; !isOver; row += rowsAtOnce) {
			const begun = performance.now();
			felt.pushes.push(await server.push(JSON.stringify(rowsOf(id, row, rowsAtOnce, midday))));
			await pause(Math.max(0, everyMs - (performance.now() - begun)));
		}
	};
	const look = async (): Promise<void> => {
		while (!isOver) {
			const begun = performance.now();
			await (await fetch(`http://127.0.0.1:${server.port}/healthz`)).text();
			felt.answers.push(performance.now() - begun);
			await pause(50);
		}
	};
	await Promise.all([push(), look(), work]);
	return felt;
}

export const backup: Budget = {
	id: 'R16',
	what: `a backup of ${whole(large)} facts under ${(rowsAtOnce * 1000) / everyMs} facts a second, and putting it back`,
	measure: async (): Promise<Measured[]> => {
		const folder = floorFolder(large);
		const server = await startProcess(folder, { env: { ADMIN_PASSWORD: password } });
		const origin = `http://127.0.0.1:${server.port}`;
		const signedIn = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: origin }, body: JSON.stringify({ account: 'admin', password }) });
		const headers = { Cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '', Origin: origin, 'Content-Type': 'application/json' };
		const list = async (): Promise<BackupList> => (await fetch(`${origin}/api/v1/backups`, { headers })).json() as Promise<BackupList>;
		const log = join(folder, 'floorcast.sqlite-wal');
		let largestLog = 0;
		const make = async (): Promise<number> => {
			const begun = performance.now();
			await fetch(`${origin}/api/v1/backups`, { method: 'POST', headers, body: '{}' });
			while ((await list()).running) {
				largestLog = Math.max(largestLog, statSync(log).size);
				await pause(100);
			}
			const tookMs = performance.now() - begun;
			const { failures } = await list();
			if (failures[0]) throw new Error(`the backup failed: ${failures[0].message}`);
			// What waited in the log is worked off.
			await pause(5_000);
			return tookMs;
		};
		const calm = await loaded(server, 'calm', pause(calmMs));
		const making = make();
		const busy = await loaded(server, 'busy', making);
		const madeMs = await making;

		const { walls, close } = await connectWalls(server.port, 1);
		const [{ name, size } = { name: '', size: 0 }] = (await list()).backups;
		const begun = performance.now();
		let goneAt = Number.NaN;
		const shown = new Promise<number>((resolve) => walls[0]?.once('disconnect', () => ((goneAt = performance.now()), walls[0]?.once('board', () => resolve(performance.now())))));
		await fetch(`${origin}/api/v1/backups/${name}/restore`, { method: 'POST', headers, body: JSON.stringify({ workspace: 'Bench floor' }) });
		const shownAt = await shown;
		close();
		await server.close();
		rmSync(folder, { recursive: true, force: true });
		const beside = (felt: number[], without: number[]): string => `median ${ms(median(felt))}, p99 ${ms(percentile(felt, 0.99))}; without one ${ms(median(without))}, p99 ${ms(percentile(without, 0.99))}, longest ${ms(Math.max(...without))}`;
		return [
			{ what: 'pushes acknowledged while it is made, p99', ...atMost(percentile(busy.pushes, 0.99), 200, ms), baseline: beside(busy.pushes, calm.pushes) },
			{ what: 'the longest that the server answers nobody', ...atMost(Math.max(...busy.answers), 2_000, ms), baseline: beside(busy.answers, calm.answers) },
			{ what: 'write-ahead log behind it', ...atMost(largestLog / 1e6, 512, (value) => `${Math.round(value)} MB`), baseline: `a backup of ${Math.round(size / 1e6)} MB` },
			{ what: 'made and compared', ...atMost(madeMs / 1000, 300, (value) => `${Math.round(value)} s`), baseline: `${Math.round(size / 1e6 / (madeMs / 1000))} MB a second` },
			{ what: 'put back, from the click to a wall', ...atMost((shownAt - begun) / 1000, 600, (value) => `${Math.round(value)} s`), baseline: 'checked, brought in, and what there was copied' },
			{ what: 'of which the wall was without its server', ...atMost((shownAt - goneAt) / 1000, 15, (value) => `${value.toFixed(1)} s`), baseline: 'shows its last board, dated, meanwhile' },
		];
	},
};
