/**
 * The line between walls and a server, which can be cut, fall silent or be slow: a relay of TCP. The server sees each wall under
 * the address that it came from.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';

export interface Line {
	/** Where walls connect to. */
	port: number;
	/** Ends every connection; both sides are told. New ones are made as always. */
	cut: () => void;
	/** Nothing passes any more and nobody is told, as when a cable is pulled further away. */
	silence: () => void;
	/** Bytes a second on each connection, each way. */
	slow: (bytesPerSecond: number) => void;
	/**
	 * New connections are as always; those that are there go on where they stood, as TCP does after a short while. With `forgets`
	 * they are never heard of again, as when a router has lost them.
	 */
	heal: (how?: { forgets: boolean }) => void;
	/** Resolves when a wall begins to connect. */
	attempt: () => Promise<void>;
	close: () => void;
}

/** A wall's connection and the one to the server that carries it on. */
interface Pair {
	ends: Socket[];
	isForgotten: boolean;
}

const slicesPerSecond = 10;

export async function openLine(serverPort: () => number): Promise<Line> {
	const pairs = new Set<Pair>();
	let bytesPerSecond = Number.POSITIVE_INFINITY;
	let silence: PromiseWithResolvers<void> | null = null;
	let onAttempt = (): void => undefined;

	/** Whether what has come may pass on; while the line is silent that is not known yet. */
	const passes = async (pair: Pair): Promise<boolean> => {
		await silence?.promise;
		return !pair.isForgotten;
	};

	const relay = async (pair: Pair, from: Socket, to: Socket): Promise<void> => {
		// Left as it is on returning: whoever is at its other end is told nothing.
		const chunks: AsyncIterable<Buffer> = from.iterator({ destroyOnReturn: false });
		for await (const chunk of chunks) {
			for (let at = 0; at < chunk.length; ) {
				if (!(await passes(pair))) return;
				const slice = chunk.subarray(at, at + Math.max(1, Math.min(chunk.length, bytesPerSecond / slicesPerSecond)));
				at += slice.length;
				if (!to.write(slice)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
				if (bytesPerSecond !== Number.POSITIVE_INFINITY) await pass(1000 / slicesPerSecond);
			}
		}
		if (await passes(pair)) to.end();
	};

	const carryOn = async (pair: Pair, wall: Socket): Promise<void> => {
		if (!(await passes(pair)) || wall.destroyed) return;
		const server = connect({ host: '127.0.0.1', port: serverPort(), localAddress: wall.remoteAddress ?? '127.0.0.1', allowHalfOpen: true, noDelay: true });
		pair.ends.push(server);
		for (const [from, to] of [[wall, server], [server, wall]] as const) {
			// What is wrong with it has closed it, and that is passed on.
			from.on('error', () => undefined);
			from.once('close', () => {
				void passes(pair).then((isHeard) => {
					if (!isHeard) return;
					to.destroy();
					pairs.delete(pair);
				});
			});
			relay(pair, from, to).catch(() => from.destroy());
		}
	};

	const listener = createServer({ allowHalfOpen: true, noDelay: true }, (wall) => {
		const pair: Pair = { ends: [wall], isForgotten: false };
		pairs.add(pair);
		wall.on('error', () => undefined);
		onAttempt();
		void carryOn(pair, wall);
	});
	listener.listen(0, '127.0.0.1');
	await once(listener, 'listening');
	const destroyAll = (): void => {
		for (const { ends } of pairs) for (const end of ends) end.destroy();
	};
	return {
		// A TCP server has an address of this form.
		port: (listener.address() as AddressInfo).port,
		cut: destroyAll,
		silence: () => {
			silence ??= Promise.withResolvers();
		},
		slow: (rate) => {
			bytesPerSecond = rate;
		},
		heal: ({ forgets } = { forgets: false }) => {
			if (forgets) for (const pair of pairs) pair.isForgotten = true;
			bytesPerSecond = Number.POSITIVE_INFINITY;
			silence?.resolve();
			silence = null;
		},
		attempt: () => new Promise((resolve) => (onAttempt = resolve)),
		close: () => {
			listener.close();
			destroyAll();
		},
	};
}
