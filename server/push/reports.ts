/** What a wall may say on its socket: reports, in their form and not too often. Whoever says anything else is disconnected. */
import { sentSchema, type Sent } from '../floor/screen-report.ts';

/** Two a second over ten seconds, since a line that stood still brings several at once; and no more than anybody presses keys. */
const limits = [
	{ withinMs: 10_000, most: 20 },
	{ withinMs: 60_000, most: 90 },
];

/** As much as needed of a socket, whatever its types. */
interface Speaking {
	onAny: (listener: (event: string, ...said: unknown[]) => void) => void;
}

/** `heard` gets each report; `stop` is told why the wall is not listened to any longer. */
export function listenForReports(socket: Speaking, uptime: () => number, heard: (sent: Sent) => void, stop: (why: string) => void): void {
	/** No more than the largest limit, since whoever goes beyond it is listened to no longer. */
	let at: number[] = [];
	let isOver = false;
	const end = (why: string): void => {
		isOver = true;
		stop(why);
	};
	socket.onAny((event, ...said) => {
		// What came along with it is still handed over.
		if (isOver) return;
		if (event !== 'report') return end('something else than a report');
		const now = uptime();
		at = [...at.filter((before) => now - before < 60_000), now];
		if (limits.some(({ withinMs, most }) => at.filter((before) => now - before < withinMs).length > most)) return end('too many reports');
		const { success, data } = sentSchema.safeParse(said[0]);
		// An acknowledgement asked for would be a second argument.
		if (!success || said.length !== 1) return end('a report that is none');
		heard(data);
	});
}
