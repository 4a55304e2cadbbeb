/** What a server process holds once all that is garbage has gone, asked over its inspector. */
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { z } from 'zod';

export interface ServerHeap {
	/** To be set for the process. */
	env: Record<string, string>;
	/** Bytes of JavaScript and of array buffers. */
	held: () => Promise<number>;
}

const reply = z.object({ id: z.number(), result: z.record(z.string(), z.unknown()).optional() });
const usage = z.object({ usedSize: z.number(), backingStorageSize: z.number().default(0) });

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	// A TCP server has an address of this form.
	const { port } = server.address() as AddressInfo;
	server.close();
	return port;
}

export async function inspectHeap(): Promise<ServerHeap> {
	const port = await freePort();
	return {
		env: { NODE_OPTIONS: `--inspect=127.0.0.1:${port} --inspect-publish-uid=http` },
		held: async () => {
			const targets = z.array(z.object({ webSocketDebuggerUrl: z.string() })).parse(await (await fetch(`http://127.0.0.1:${port}/json/list`)).json());
			const socket = new WebSocket(targets[0]?.webSocketDebuggerUrl ?? '');
			await once(socket, 'open');
			const ask = (id: number, method: string): Promise<unknown> =>
				new Promise((resolve) => {
					socket.addEventListener('message', ({ data }) => {
						const said = reply.parse(JSON.parse(String(data)));
						if (said.id === id) resolve(said.result);
					});
					socket.send(JSON.stringify({ id, method }));
				});
			await ask(1, 'HeapProfiler.collectGarbage');
			const { usedSize, backingStorageSize } = usage.parse(await ask(2, 'Runtime.getHeapUsage'));
			socket.close();
			return usedSize + backingStorageSize;
		},
	};
}
