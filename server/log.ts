import pino from 'pino';
import { createScrub, scrubbed, type Scrub } from './scrub.ts';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const mostKept = 1_000_000;

const toTerminal = (): pino.DestinationStream => {
	const output = pino.destination({ fd: 1, sync: true, maxLength: mostKept });
	// A log that cannot be written, since its disk is full, must not stop the wall; it is tried again with the next line.
	output.on('error', () => undefined);
	return output;
};

/** One JSON object a line, in which control characters are escaped, and from which secrets are taken (scrub.ts). */
export function createLog(level: string, { scrub = createScrub(), output = toTerminal() }: { scrub?: Scrub; output?: pino.DestinationStream } = {}): Log {
	return pino(
		{
			level,
			base: null,
			// What is an error is plain by then.
			serializers: { err: (error: unknown) => error },
			formatters: { log: (fields) => scrubbed(fields, scrub) as Record<string, unknown> },
			hooks: {
				logMethod(given, write) {
					// An error by itself is a field like any other.
					const [first, ...rest] = given as [unknown, ...unknown[]];
					const said = (value: unknown): unknown => (typeof value === 'string' ? scrub(value) : scrubbed(value, scrub));
					const call = first instanceof Error ? [{ err: first }, ...(rest.length > 0 ? rest.map(said) : [scrub(first.message)])] : [typeof first === 'string' ? scrub(first) : first, ...rest.map(said)];
					write.apply(this, call as Parameters<typeof write>);
				},
			},
		},
		output,
	);
}

export const silentLog: Log = pino({ level: 'silent' });
