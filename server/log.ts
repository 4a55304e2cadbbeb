import pino from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

export const createLog = (level: string): Log => pino({ level, base: null, redact: ['*.password', '*.token', '*.key', '*.code', 'headers.authorization', 'headers.cookie'] });

export const silentLog: Log = pino({ level: 'silent' });
