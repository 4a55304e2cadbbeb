import pino from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const mostKept = 1_000_000;

export const createLog = (level: string): Log => {
	const output = pino.destination({ fd: 1, sync: true, maxLength: mostKept });
	// A log that cannot be written, since its disk is full, must not stop the wall; it is tried again with the next line.
	output.on('error', () => undefined);
	return pino({ level, base: null, redact: ['*.password', '*.token', '*.key', '*.code', 'headers.authorization', 'headers.cookie'] }, output);
};

export const silentLog: Log = pino({ level: 'silent' });
