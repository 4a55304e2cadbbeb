/**
 * Which edition each wall gets: the one that its screen is set up for at the moment of sending, and no other. Walls of one edition are
 * in a room of its name, so that a change is encoded once however many there are.
 */
import { changeOf } from '../../shared/board-change.ts';
import type { Edition } from '../floor/screens.ts';
import { editionName, type Issue, type IssueListener } from './editions.ts';
import { isDrained, type WallServer, type WallSocket } from './wall-socket.ts';

/** What is delivered. */
export interface Issued {
	latest: (edition: Edition) => Issue | null;
	hold: (edition: Edition) => () => void;
	onIssue: (listener: IssueListener) => () => void;
}

export interface Delivery {
	/** Follows the set-up of its screen. True when it shows another edition from now on: it is owed the whole board. */
	follow: (socket: WallSocket) => boolean;
	/** The whole board, if there is one. */
	send: (socket: WallSocket) => void;
	close: () => void;
}

export interface DeliveryOptions {
	wall: Issued;
	/** Null: it is not known just now. */
	editionOf: (screen: number | null) => Edition | null;
	oweBoard: (socket: WallSocket) => void;
}

export function createDelivery(io: WallServer, { wall, editionOf, oweBoard }: DeliveryOptions): Delivery {
	const follow: Delivery['follow'] = (socket) => {
		const { data } = socket;
		const edition = socket.connected ? editionOf(data.screen) : null;
		if (!edition || edition === data.shows?.edition) return false;
		const name = editionName(edition);
		const last = data.shows;
		if (last && editionName(last.edition) === name) return false;
		last?.stop();
		const release = wall.hold(edition);
		void socket.join(name);
		data.holds = null;
		data.shows = {
			edition,
			stop: () => {
				release();
				void socket.leave(name);
			},
		};
		if (!last) socket.once('disconnect', () => data.shows?.stop());
		return true;
	};

	const isIssueOf = (name: string) => ({ data }: WallSocket): boolean => data.shows !== null && editionName(data.shows.edition) === name;

	const stopListening = wall.onIssue(({ edition, board, number }, before) => {
		const name = editionName(edition);
		const others: WallSocket[] = [];
		const current: WallSocket[] = [];
		for (const socket of [...io.sockets.sockets.values()].filter(isIssueOf(name))) {
			const isCurrent = !follow(socket) && before !== null && socket.data.holds === number - 1 && isDrained(socket);
			(isCurrent ? current : others).push(socket);
		}
		if (before !== null && current.length > 0) {
			io.to(name)
				.except(others.map(({ id }) => id))
				.emit('change', changeOf(before, board), number);
			for (const { data } of current) data.holds = number;
		}
		for (const socket of others) oweBoard(socket);
	});

	return {
		follow,
		send: (socket) => {
			follow(socket);
			const { data } = socket;
			const issue = data.shows && wall.latest(data.shows.edition);
			if (!issue) return;
			socket.emit('board', issue.board, issue.number);
			data.holds = issue.number;
		},
		close: stopListening,
	};
}
