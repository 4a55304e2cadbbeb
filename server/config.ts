/** The environment, read once. Every bad setting is listed in one ConfigError; empty counts as not set. */
import { z } from 'zod';
import { hostsIn, usualHosts, type AllowedHost } from './allowed-hosts.ts';
import { ConfigError } from './errors.ts';
import { keysIn } from './sealing.ts';

export const demoModes = ['auto', 'on', 'off'] as const;
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

export interface Config {
	port: number;
	host: string;
	dataDir: string;
	/** Where backups lie, if not in the data folder. */
	backupDir: string | null;
	tickMs: number;
	demo: (typeof demoModes)[number];
	adminPassword: string | null;
	apiKey: string | null;
	/** For the first start only; afterwards the workspace's settings hold. */
	timeZone: string;
	currency: string;
	locale: string;
	/** How many proxies stand in front; null = none, and only then can a browser be "on the same machine". */
	trustProxy: number | null;
	logLevel: (typeof logLevels)[number];
	/** The server speaks https with these; null: plain http. */
	tls: TlsFiles | null;
	/** Where it is said that a screen or a source is dead, or that the disk, a backup or the certificate is in trouble. */
	alerts: { webhook: URL | null; email: MailConfig | null };
	/** Where published sheets may be fetched from. */
	feedHosts: AllowedHost[];
	/** What secrets in the database are sealed with, the one that seals first; empty: a file beside it. */
	secretKeys: string[];
}

/** PEM files: the certificate with its intermediates, and its key. */
export interface TlsFiles {
	cert: string;
	key: string;
}

export interface MailConfig {
	to: string[];
	from: string;
	/** `smtp:` or `smtps:`, with the password if there is one. */
	server: URL;
}

const whole = (least: number, most: number) =>
	z
		.string()
		.regex(/^\d{1,9}$/)
		.transform(Number)
		.refine((value) => value >= least && value <= most);

const accepts = (attempt: () => unknown): boolean => {
	try {
		attempt();
		return true;
	} catch {
		return false;
	}
};

/** As it is written in the list of zones, whatever was typed: `europe/stockholm` too. */
export const timeZoneId = (zone: string): string => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone).timeZoneId;
export const isTimeZone = (zone: string): boolean => accepts(() => timeZoneId(zone));
export const isLocale = (locale: string): boolean => accepts(() => Intl.getCanonicalLocales(locale));
export const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code);

const address = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/;
const urlOf = (protocols: readonly string[]) =>
	z
		.string()
		.max(2000)
		.refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol) && new URL(text).hostname !== '')
		.transform((text) => new URL(text));

// Only `expected` reaches the message, so that no key or password is ever printed.
const settings = {
	PORT: { schema: whole(0, 65_535), expected: 'a whole number from 0 to 65535' },
	HOST: { schema: z.string().regex(/^[\w.:%-]+$/), expected: 'an address of this machine, such as 0.0.0.0 or 127.0.0.1' },
	DATA_DIR: { schema: z.string(), expected: 'a folder' },
	BACKUP_DIR: { schema: z.string(), expected: 'a folder' },
	TICK_MS: { schema: whole(100, 600_000), expected: 'a whole number of milliseconds from 100 to 600000' },
	DEMO: { schema: z.enum(demoModes), expected: 'auto, on or off' },
	ADMIN_PASSWORD: { schema: z.string().min(8).max(256), expected: 'between 8 and 256 characters' },
	API_KEY: { schema: z.string().regex(/^[\x21-\x7e]{32,512}$/), expected: 'at least 32 characters (at most 512) without spaces' },
	TIME_ZONE: { schema: z.string().refine(isTimeZone).transform(timeZoneId), expected: 'a time zone such as Europe/Stockholm' },
	CURRENCY: { schema: z.string().toUpperCase().refine(isCurrency), expected: 'a three-letter currency code such as EUR' },
	LOCALE: { schema: z.string().refine(isLocale), expected: 'a language tag such as en or sv-SE' },
	TRUST_PROXY: { schema: whole(0, 16), expected: 'the number of proxies in front, from 0 to 16' },
	TLS_CERT: { schema: z.string(), expected: 'the PEM file of the certificate, since TLS_KEY is set' },
	TLS_KEY: { schema: z.string(), expected: 'the PEM file of its private key, since TLS_CERT is set' },
	LOG_LEVEL: { schema: z.enum(logLevels), expected: logLevels.join(', ') },
	ALERT_WEBHOOK: { schema: urlOf(['http:', 'https:']), expected: 'an http:// or https:// address' },
	ALERT_EMAIL: {
		schema: z
			.string()
			.transform((text) => text.split(',').map((one) => one.trim()))
			.refine((list) => list.length <= 20 && list.every((one) => address.test(one))),
		expected: 'up to 20 e-mail addresses, separated by commas',
	},
	SMTP_URL: { schema: urlOf(['smtp:', 'smtps:']), expected: 'an address such as smtps://user:password@mail.example.com:465' },
	SMTP_FROM: { schema: z.string().trim().regex(address), expected: 'one e-mail address' },
	FEED_HOSTS: {
		schema: z.string().transform((text, context) => hostsIn(text) ?? (context.addIssue({ code: 'custom' }), z.NEVER)),
		expected: 'hosts such as docs.google.com, *.example.com or http://10.0.0.5:8080, separated by commas, or none',
	},
	SECRET_KEY: { schema: z.string().transform(keysIn).refine((keys) => keys.every((key) => /^[\x21-\x7e]{32,512}$/.test(key))), expected: 'at least 32 characters (at most 512); a former key may follow after a comma' },
} as const satisfies Record<string, { schema: z.ZodType; expected: string }>;

type Settings = typeof settings;

/** @throws ConfigError that lists every bad key. */
export function readConfig(env: Record<string, string | undefined>): Config {
	const bad: string[] = [];
	const read = <K extends keyof Settings, D>(key: K, otherwise: D): z.infer<Settings[K]['schema']> | D => {
		const text = env[key];
		if (text === undefined || text.trim() === '') return otherwise;
		const parsed = settings[key].schema.safeParse(text);
		// The schema of this key gave it; TypeScript loses the tie between key and schema in a union.
		if (parsed.success) return parsed.data as z.infer<Settings[K]['schema']>;
		bad.push(`${key}: expected ${settings[key].expected}`);
		return otherwise;
	};
	const [to, server, from] = [read('ALERT_EMAIL', null), read('SMTP_URL', null), read('SMTP_FROM', null)];
	for (const key of ['SMTP_URL', 'SMTP_FROM'] as const) {
		if ((env['ALERT_EMAIL'] ?? '').trim() !== '' && (env[key] ?? '').trim() === '') bad.push(`${key}: expected ${settings[key].expected}, since ALERT_EMAIL is set`);
	}
	const [cert, key] = [read('TLS_CERT', null), read('TLS_KEY', null)];
	if ((cert === null) !== (key === null)) bad.push(cert === null ? `TLS_CERT: expected ${settings.TLS_CERT.expected}` : `TLS_KEY: expected ${settings.TLS_KEY.expected}`);
	const config: Config = {
		port: read('PORT', 4000),
		host: read('HOST', '0.0.0.0'),
		dataDir: read('DATA_DIR', 'data'),
		backupDir: read('BACKUP_DIR', null),
		tickMs: read('TICK_MS', 5000),
		demo: read('DEMO', 'auto'),
		adminPassword: read('ADMIN_PASSWORD', null),
		apiKey: read('API_KEY', null),
		timeZone: read('TIME_ZONE', Temporal.Now.timeZoneId()),
		currency: read('CURRENCY', 'EUR'),
		locale: read('LOCALE', 'en'),
		trustProxy: read('TRUST_PROXY', null),
		logLevel: read('LOG_LEVEL', 'info'),
		tls: cert !== null && key !== null ? { cert, key } : null,
		alerts: { webhook: read('ALERT_WEBHOOK', null), email: to && server && from ? { to, server, from } : null },
		feedHosts: read('FEED_HOSTS', hostsIn(usualHosts) ?? []),
		secretKeys: read('SECRET_KEY', []),
	};
	if (bad.length > 0) throw new ConfigError(`The server cannot start with these settings:\n${bad.map((line) => `  ${line}`).join('\n')}`);
	return config;
}

/** What of it is nobody's business, as it is: for whoever writes lines that others read. */
export function secretsOf({ adminPassword, apiKey, secretKeys, alerts: { webhook, email } }: Pick<Config, 'adminPassword' | 'apiKey' | 'secretKeys' | 'alerts'>): string[] {
	const opens = webhook ? [webhook.href, webhook.pathname.slice(1), webhook.search.slice(1), webhook.username, webhook.password] : [];
	const mails = email ? [email.server.password, decodeURIComponent(email.server.password)] : [];
	return [adminPassword ?? '', apiKey ?? '', ...secretKeys, ...opens, ...mails].filter((secret) => secret !== '');
}

export type FloorKind = 'demo' | 'real';

/** The demo has its own file, so that it can never mix with what is real. */
export const databaseFiles: Record<FloorKind, string> = { demo: 'demo.sqlite', real: 'floorcast.sqlite' };

/** The real one is created from the environment when it is chosen and there is none yet. */
export function chooseDatabase(config: Pick<Config, 'demo' | 'apiKey' | 'adminPassword'>, realWorkspaceExists: boolean): FloorKind {
	if (config.demo !== 'auto') return config.demo === 'on' ? 'demo' : 'real';
	return realWorkspaceExists || config.apiKey !== null || config.adminPassword !== null ? 'real' : 'demo';
}
