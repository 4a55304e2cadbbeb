/** Sockets over a wall that is none, for what no whole server is needed for. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { usualSetup } from '../../../shared/screen.ts';
import type { BoardView } from '../../../shared/views.ts';
import { silentLog } from '../../../server/log.ts';
import { usualEdition, type Issue, type IssueListener } from '../../../server/push/editions.ts';
import { createSockets } from '../../../server/push/sockets.ts';
import type { WallSocket } from '../http/support.ts';

/** Sockets alone, over a wall that the test moves by hand. */
export const givenSockets = async (most?: { total: number; perAddress: number }) => {
	const http = createServer();
	let listener: IssueListener = () => undefined;
	let issue: Issue | null = null;
	const sockets = createSockets(http, {
		wall: { latest: () => issue, hold: () => () => undefined, asOfText: () => '14:29', isTicking: () => true, onIssue: (added) => ((listener = added), () => undefined) },
		clock: { now: () => 1 },
		log: silentLog,
		demo: true,
		trustProxy: null,
		screens: { screenOf: () => null, noteSeen: () => undefined, writeSeen: () => undefined, setupOf: () => usualSetup, editionOf: () => usualEdition },
		onFatal: () => undefined,
		...(most ? { most } : {}),
	});
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	onTestFinished(() => {
		sockets.close();
		http.close();
	});
	const connect = (transports = ['websocket'], headers = {}): WallSocket => {
		const socket: WallSocket = io(origin, { transports, forceNew: true, reconnection: false, extraHeaders: { Origin: origin, ...headers } });
		onTestFinished(() => void socket.disconnect());
		return socket;
	};
	const show = (revision: number, filling = ''): void => {
		const before = issue;
		const board: BoardView = { format: 2, build: 'dev', revision, id: filling, title: 'Floor', name: 'Floor', language: 'en', locale: 'en', seconds: 20, replay: null, clock: { offsetMinutes: 0, changesAt: null, offsetAfterMinutes: 0 }, empty: null, panels: [] };
		issue = { edition: usualEdition, board, number: (before?.number ?? 0) + 1 };
		listener(issue, before?.board ?? null);
	};
	return { sockets, connect, show, origin };
};
