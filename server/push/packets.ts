/**
 * How much a connection may say, whatever it is: reports, answers to pings, wishes to be let in, acknowledgements, pieces of a packet. What
 * a wall says of itself is counted once more in reports.ts; this holds before it is let in, too, and for what nobody listens to.
 */

const withinMs = 60_000;
/** A wall says about thirteen: a report every ten seconds, and an answer to each ping. */
const most = 100;

/** As much as needed of a connection. */
interface Counted {
	on: (event: 'packet' | 'upgrading', listener: () => void) => unknown;
}

/** `stop` is called once it has said more than anybody needs to, in a minute. */
export function limitPackets(connection: Counted, uptime: () => number, stop: () => void): void {
	/** No more than the limit, since nothing is counted beyond it. */
	let at: number[] = [];
	let isOver = false;
	const count = (): void => {
		if (isOver) return;
		const now = uptime();
		at = [...at.filter((before) => now - before < withinMs), now];
		if (at.length <= most) return;
		isOver = true;
		stop();
	};
	connection.on('packet', count);
	// On a line that it is about to change to, each probe is answered.
	connection.on('upgrading', count);
}
