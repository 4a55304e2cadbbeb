/** The live stream of changes, read as a browser reads it. */
import { request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { LiveMessage } from '../../../shared/live-api.ts';
import type { Given } from './support.ts';

export interface Listening {
	messages: LiveMessage[];
	/** Other events by name, and 'closed' once it has ended. */
	events: string[];
	raw: () => string;
	close: () => void;
}

export function listen({ server }: Given, headers: Record<string, string>): Promise<Listening> {
	return new Promise((resolve, reject) => {
		const asked = request({ host: '127.0.0.1', port: server.port, path: '/api/v1/changes/live', agent: false, headers }, (response) => {
			if (response.statusCode !== 200) reject(new Error(`refused with ${response.statusCode}`));
			const [messages, events]: [LiveMessage[], string[]] = [[], []];
			let [raw, read] = ['', 0];
			response.on('data', (chunk: Buffer) => {
				raw += chunk.toString();
				for (let at = raw.indexOf('\n\n', read); at >= 0; at = raw.indexOf('\n\n', read)) {
					const lines = raw.slice(read, at).split('\n');
					read = at + 2;
					const of = (field: string): string | undefined => lines.find((line) => line.startsWith(`${field}: `))?.slice(field.length + 2);
					const [event, data] = [of('event'), of('data')];
					if (event !== undefined) events.push(event);
					else if (data !== undefined) messages.push(JSON.parse(data) as LiveMessage);
				}
			});
			response.on('close', () => events.push('closed'));
			response.on('error', () => undefined);
			onTestFinished(() => void asked.destroy());
			resolve({ messages, events, raw: () => raw, close: () => asked.destroy() });
		});
		asked.on('error', reject);
		asked.end();
	});
}
