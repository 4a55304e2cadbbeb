/**
 * What a page holds on to. Counted after garbage collection, so that what is left was not just lying around: two counts of a sound
 * page on the same panel hardly differ, however much it has shown in between.
 */
import type { CDPSession, Page } from 'playwright-core';

export interface Held {
	/** Nodes and listeners of the whole page, also of what is no longer in the document. */
	nodes: number;
	listeners: number;
	/** Also those that are in no document any more; a chart that was not destroyed keeps its own. */
	canvases: number;
	/** Timeouts and intervals that have not run out, and frames asked for. */
	timers: number;
	/**
	 * Bytes of JavaScript and of its buffers. The engine's own objects, which it sweeps when it likes, are left out: those that are
	 * kept are kept by JavaScript, or are nodes.
	 */
	heap: number;
}

export interface LeakCheck {
	/** On the same panel each time. Waits until the one before has faded. */
	held: () => Promise<Held>;
}

const fadedAfterMs = 1_000;

/** Counts what waits to run. An interval runs until it is cleared; all else until it has run. */
function countTimers(): void {
	const { setTimeout, setInterval, requestAnimationFrame, clearTimeout, clearInterval, cancelAnimationFrame } = window;
	const [timers, frames] = [new Set<number>(), new Set<number>()];
	const timeout = (run: TimerHandler, ...rest: [number?, ...unknown[]]): number => {
		const id: number = setTimeout(
			(...given: unknown[]) => {
				timers.delete(id);
				if (typeof run === 'function') run(...given);
			},
			...rest,
		);
		timers.add(id);
		return id;
	};
	const interval = (run: TimerHandler, ...rest: [number?, ...unknown[]]): number => {
		const id = setInterval(run, ...rest);
		timers.add(id);
		return id;
	};
	// Either clears what the other one made, too.
	const clear = (id?: number): void => {
		if (id !== undefined) timers.delete(id);
		clearTimeout(id);
		clearInterval(id);
	};
	const frame = (run: FrameRequestCallback): number => {
		const id = requestAnimationFrame((now) => {
			frames.delete(id);
			run(now);
		});
		frames.add(id);
		return id;
	};
	const cancel = (id: number): void => {
		frames.delete(id);
		cancelAnimationFrame(id);
	};
	Object.assign(window, { setTimeout: timeout, setInterval: interval, clearTimeout: clear, clearInterval: clear, requestAnimationFrame: frame, cancelAnimationFrame: cancel });
	Object.assign(window, { timersRunning: () => timers.size + frames.size });
}

async function canvasesOf(session: CDPSession): Promise<number> {
	const objectGroup = 'canvases';
	const { result: prototype } = await session.send('Runtime.evaluate', { expression: 'HTMLCanvasElement.prototype', objectGroup });
	const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '', objectGroup });
	const { result } = await session.send('Runtime.callFunctionOn', { objectId: objects.objectId ?? '', functionDeclaration: 'function () { return this.length; }', returnByValue: true });
	await session.send('Runtime.releaseObjectGroup', { objectGroup });
	return Number(result.value);
}

/** To be called before the page is opened. */
export async function checkLeaks(page: Page): Promise<LeakCheck> {
	await page.addInitScript(countTimers);
	const session = await page.context().newCDPSession(page);
	await session.send('Performance.enable');
	return {
		held: async () => {
			await page.waitForTimeout(fadedAfterMs);
			const timers = await page.evaluate(() => (window as unknown as { timersRunning: () => number }).timersRunning());
			// What the first collection finalizes, the second one frees.
			await session.send('HeapProfiler.collectGarbage');
			await session.send('HeapProfiler.collectGarbage');
			const canvases = await canvasesOf(session);
			const { metrics } = await session.send('Performance.getMetrics');
			const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
			// The protocol's description knows the first alone.
			const { usedSize, backingStorageSize } = (await session.send('Runtime.getHeapUsage')) as { usedSize: number; backingStorageSize: number };
			return { nodes: metric('Nodes'), listeners: metric('JSEventListeners'), canvases, timers, heap: usedSize + backingStorageSize };
		},
	};
}

/**
 * Beside a twentieth of what was there: numbers come and go, and so do a chip of the header and a timer of the connection. A
 * connection that was lost is closed by the browser only after a minute; until then its four listeners stay.
 */
const allowance: Held = { nodes: 15, listeners: 8, canvases: 1, timers: 2, heap: 0 };

/** What was left behind between two counts, in a sentence each. */
export function leaksBetween(before: Held, after: Held, heapGrowth = 1_000_000): string[] {
	const most = (what: keyof Held): number => {
		if (what === 'heap') return before.heap + heapGrowth;
		return Math.max(before[what] * (what === 'nodes' || what === 'listeners' ? 1.05 : 1), before[what] + allowance[what]);
	};
	const grown = (['nodes', 'listeners', 'canvases', 'timers', 'heap'] as const).filter((what) => !(after[what] <= most(what)));
	return grown.map((what) => `${what} grew from ${before[what].toLocaleString('en')} to ${after[what].toLocaleString('en')}`);
}

export const heldText = ({ heap, nodes, listeners, canvases, timers }: Held): string => `heap ${(heap / 1e6).toFixed(2)} MB, ${nodes} nodes, ${listeners} listeners, ${canvases} canvases, ${timers} timers`;
