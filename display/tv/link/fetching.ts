/** Asks the server, and gives up in time: some engines wait for minutes. */

const withinMs = 10_000;

/** Throws when the server cannot be reached, or has not answered whole in time. */
export async function fetchText(path: string, wanted: RequestInit = {}): Promise<{ status: number; text: string }> {
	const stop = new AbortController();
	const timeout = setTimeout(() => stop.abort(), withinMs);
	try {
		const response = await fetch(path, { ...wanted, signal: stop.signal });
		return { status: response.status, text: await response.text() };
	} finally {
		clearTimeout(timeout);
	}
}

/** Whether the server is there and well. */
export async function isServerWell(): Promise<boolean> {
	try {
		return (await fetchText('/healthz', { cache: 'no-store' })).status === 200;
	} catch {
		return false; // out of reach
	}
}
