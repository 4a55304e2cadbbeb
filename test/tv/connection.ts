/** One socket of the DevTools protocol: questions by number, and what the browser says by itself. */
import { z } from 'zod';

export interface Connection {
	/** @throws Error with what the browser objects to, and when the socket is gone */
	send(method: string, params?: object): Promise<unknown>;
	/** `listener` hears every event. */
	on(listener: (method: string, params: unknown) => void): void;
	close(): void;
}

const messageSchema = z.object({
	id: z.number().optional(),
	result: z.unknown().optional(),
	error: z.object({ message: z.string() }).optional(),
	method: z.string().optional(),
	params: z.unknown().optional(),
});

interface Waiting {
	method: string;
	resolve(result: unknown): void;
	reject(error: Error): void;
}

export async function connect(url: string): Promise<Connection> {
	const socket = new WebSocket(url);
	await new Promise<void>((resolve, reject) => {
		socket.onopen = () => resolve();
		socket.onerror = () => reject(new Error(`no connection to ${url}`));
	});
	const waiting = new Map<number, Waiting>();
	const listeners: ((method: string, params: unknown) => void)[] = [];
	let questions = 0;
	socket.onmessage = ({ data }) => {
		const { id, result, error, method, params } = messageSchema.parse(JSON.parse(String(data)));
		if (method !== undefined) for (const listener of listeners) listener(method, params);
		const asked = waiting.get(id ?? 0);
		waiting.delete(id ?? 0);
		if (error) asked?.reject(new Error(`${asked.method}: ${error.message}`));
		else asked?.resolve(result);
	};
	socket.onclose = () => {
		for (const { method, reject } of waiting.values()) reject(new Error(`${method}: the browser is gone`));
		waiting.clear();
	};
	return {
		send: (method, params = {}) =>
			new Promise((resolve, reject) => {
				if (socket.readyState !== WebSocket.OPEN) return reject(new Error(`${method}: the browser is gone`));
				questions += 1;
				waiting.set(questions, { method, resolve, reject });
				socket.send(JSON.stringify({ id: questions, method, params }));
			}),
		on: (listener) => void listeners.push(listener),
		close: () => socket.close(),
	};
}
