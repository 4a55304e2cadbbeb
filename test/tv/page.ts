/** One page of a television: go somewhere, press a key, look. */
import { setTimeout as pause } from 'node:timers/promises';
import { transformWithOxc } from 'vite';
import { z } from 'zod';
import type { Connection } from './connection.ts';

export type Size = readonly [width: number, height: number];

export interface Key {
	/** Some sets give only the number: then 'Unidentified'. */
	key: string;
	keyCode: number;
}

export interface TvPage {
	goto(url: string): Promise<void>;
	resize(size: Size): Promise<void>;
	/** Runs in the page: it brings along all it uses, and what it takes and returns is JSON. */
	evaluate<Argument, Result>(work: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
	/** Resolves once `isSo` in the page. @throws Error that says what is on the page instead */
	until<Argument>(isSo: (argument: Argument) => boolean, argument: Argument, withinMs?: number): Promise<void>;
	press(key: Key): Promise<void>;
	/** Nodes and listeners of the whole page, after garbage collection; also of what is in no document any more. */
	held(): Promise<{ nodes: number; listeners: number }>;
	/** As PNG. */
	screenshot(): Promise<Buffer>;
	/** What the page threw or logged as an error. */
	errors: string[];
	close(): Promise<void>;
}

const lookEveryMs = 50;

const exceptionSchema = z.object({ text: z.string(), exception: z.object({ description: z.string().optional() }).optional() });
const thrownSchema = z.object({ exceptionDetails: exceptionSchema });
const loggedSchema = z.object({ type: z.string(), args: z.array(z.object({ value: z.unknown().optional(), description: z.string().optional() })) });
const entrySchema = z.object({ entry: z.object({ source: z.string(), level: z.string(), text: z.string() }) });
const evaluatedSchema = z.object({ result: z.object({ value: z.unknown().optional() }), exceptionDetails: exceptionSchema.optional() });

const sentence = ({ text, exception }: z.infer<typeof exceptionSchema>): string => exception?.description ?? text;

/** An event of the page as an error, if it is one. That nobody answers is not, nor that a WebSocket is refused: servers go away here, and proxies pass none. */
function errorIn(method: string, params: unknown): string | null {
	if (method === 'Runtime.exceptionThrown') return sentence(thrownSchema.parse(params).exceptionDetails);
	if (method === 'Runtime.consoleAPICalled') {
		const { type, args } = loggedSchema.parse(params);
		return type === 'error' ? args.map(({ value, description }) => description ?? String(value)).join(' ') : null;
	}
	if (method !== 'Log.entryAdded') return null;
	const { source, level, text } = entrySchema.parse(params).entry;
	return level === 'error' && source !== 'network' && !text.includes('net::ERR') && !text.startsWith('WebSocket connection to') ? text : null;
}

/** Put in words that the oldest engine knows. */
async function lowered(work: (argument: never) => unknown, argument: unknown): Promise<string> {
	const call = `(${String(work)})(${JSON.stringify(argument) ?? ''})`;
	return (await transformWithOxc(call, 'work.js', { target: 'chrome68', sourcemap: false })).code;
}

export async function openPage(connection: Connection, size: Size): Promise<Omit<TvPage, 'close'>> {
	const errors: string[] = [];
	let loaded: () => void = () => undefined;
	connection.on((method, params) => {
		if (method === 'Page.loadEventFired') loaded();
		const error = errorIn(method, params);
		if (error !== null) errors.push(error);
	});
	const resize: TvPage['resize'] = async ([width, height]) => void (await connection.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false }));
	for (const domain of ['Page', 'Runtime', 'Log']) await connection.send(`${domain}.enable`);
	await resize(size);

	const evaluate: TvPage['evaluate'] = async <Argument, Result>(work: (argument: Argument) => Result | Promise<Result>, argument: Argument) => {
		const expression = await lowered(work, argument);
		const { result, exceptionDetails } = evaluatedSchema.parse(await connection.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true }));
		if (exceptionDetails) throw new Error(sentence(exceptionDetails));
		return result.value as Result; // what `work` returned, by way of JSON
	};
	const isTrue = async <Argument>(isSo: (argument: Argument) => boolean, argument: Argument): Promise<boolean> => {
		try {
			return await evaluate(isSo, argument);
		} catch (error) {
			// While a page gives way to the next there is nowhere to look.
			if (error instanceof Error && /context|navigat/i.test(error.message)) return false;
			throw error;
		}
	};

	return {
		errors,
		resize,
		evaluate,
		goto: async (url) => {
			const hasLoaded = new Promise<void>((resolve) => (loaded = resolve));
			const { errorText } = z.object({ errorText: z.string().optional() }).parse(await connection.send('Page.navigate', { url }));
			if (errorText) throw new Error(`${url}: ${errorText}`);
			await hasLoaded;
		},
		until: async (isSo, argument, withinMs = 15_000) => {
			const start = performance.now();
			while (!(await isTrue(isSo, argument))) {
				if (performance.now() - start > withinMs) {
					const shown = await evaluate(() => document.body.innerText.replace(/\s+/g, ' '), null);
					throw new Error(`not within ${withinMs} ms: ${String(isSo)} of ${JSON.stringify(argument)}. The page shows: ${shown}. Its errors: ${errors.join('; ') || 'none'}`);
				}
				await pause(lookEveryMs);
			}
		},
		press: async ({ key, keyCode }) => {
			const pressed = { key, windowsVirtualKeyCode: keyCode, nativeVirtualKeyCode: keyCode };
			await connection.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...pressed });
			await connection.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
		},
		held: async () => {
			await connection.send('Performance.enable');
			// What the first collection finalizes, the second one frees.
			for (let times = 0; times < 2; times += 1) await connection.send('HeapProfiler.collectGarbage');
			const { metrics } = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) }).parse(await connection.send('Performance.getMetrics'));
			const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
			return { nodes: metric('Nodes'), listeners: metric('JSEventListeners') };
		},
		screenshot: async () => {
			const { data } = z.object({ data: z.string() }).parse(await connection.send('Page.captureScreenshot', { format: 'png' }));
			return Buffer.from(data, 'base64');
		},
	};
}
