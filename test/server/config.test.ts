import { describe, expect, test } from 'vitest';
import { chooseDatabase, readConfig } from '../../server/config.ts';
import { ConfigError } from '../../server/errors.ts';

describe('readConfig', () => {
	test('an empty environment gives the documented defaults, and empty counts as not set', () => {
		const expected = { port: 4000, host: '0.0.0.0', dataDir: 'data', tickMs: 5000, demo: 'auto', adminPassword: null, apiKey: null, currency: 'EUR', locale: 'en', trustProxy: null, logLevel: 'info' };
		expect(readConfig({})).toMatchObject(expected);
		expect(readConfig({ PORT: '', API_KEY: ' ', TRUST_PROXY: '', DEMO: '' })).toMatchObject(expected);
	});

	test('the time zone is the machine’s unless one is given', () => {
		expect(readConfig({}).timeZone).toBe(Temporal.Now.timeZoneId());
		expect(['Australia/Lord_Howe', 'europe/stockholm', '+05:30'].map((zone) => readConfig({ TIME_ZONE: zone }).timeZone)).toEqual(['Australia/Lord_Howe', 'Europe/Stockholm', '+05:30']);
	});

	test('every bad key is listed in one error, with what was expected', () => {
		const bad = { PORT: '70000', TICK_MS: '99', DEMO: 'yes', API_KEY: 'too short', TIME_ZONE: 'Mars/Base', CURRENCY: 'EUX', LOCALE: '!', TRUST_PROXY: 'true', LOG_LEVEL: 'loud', ADMIN_PASSWORD: 'short', HOST: 'a b' };
		const error = caught(() => readConfig(bad));
		expect(error).toBeInstanceOf(ConfigError);
		for (const key of Object.keys(bad)) expect(String(error)).toContain(`${key}: expected`);
	});

	test.each(['-1', '4000.5', '0x10', '1e3', 'abc', '65536'])('PORT=%s is refused', (PORT) => {
		expect(() => readConfig({ PORT })).toThrow(/PORT/);
	});

	test('a key or password that is refused is never repeated', () => {
		const error = caught(() => readConfig({ API_KEY: 'secret-key', ADMIN_PASSWORD: 'tiny' }));
		expect(String(error)).not.toMatch(/secret-key|tiny/);
	});

	test('alerts go nowhere unless it is said where; mail needs a server and a sender', () => {
		expect(readConfig({}).alerts).toEqual({ webhook: null, email: null });
		const mail = { ALERT_EMAIL: 'ops@example.com, it@example.com', SMTP_URL: 'smtps://wall:p%40ss@mail.example.com', SMTP_FROM: 'wall@example.com' };
		expect(readConfig({ ...mail, ALERT_WEBHOOK: 'https://hooks.example.com/a/b?c=d' }).alerts).toEqual({
			webhook: new URL('https://hooks.example.com/a/b?c=d'),
			email: { to: ['ops@example.com', 'it@example.com'], server: new URL('smtps://wall:p%40ss@mail.example.com'), from: 'wall@example.com' },
		});
		const error = String(caught(() => readConfig({ ALERT_EMAIL: 'ops@example.com' })));
		for (const key of ['SMTP_URL', 'SMTP_FROM']) expect(error).toContain(`${key}: expected`);
	});

	test.each([
		['ALERT_WEBHOOK', 'ftp://hush.example'],
		['ALERT_WEBHOOK', 'hush'],
		['ALERT_EMAIL', 'ops@example.com, hush'],
		['ALERT_EMAIL', 'Ops <hush@example.com>'],
		['SMTP_URL', 'https://u:hush@mail.example.com'],
		['SMTP_URL', 'smtp:hush'],
		['SMTP_FROM', 'hush'],
	])('%s=%s is refused, and not repeated', (key, value) => {
		const error = String(caught(() => readConfig({ ...{ ALERT_EMAIL: 'a@b.example', SMTP_URL: 'smtp://m.example', SMTP_FROM: 'a@b.example' }, [key]: value })));
		expect(error).toContain(`${key}: expected`);
		expect(error).not.toContain('hush');
	});

	test('a currency is taken in either case', () => {
		expect(readConfig({ CURRENCY: 'sek' }).currency).toBe('SEK');
	});
});

describe('chooseDatabase', () => {
	const auto = { demo: 'auto', apiKey: null, adminPassword: null } as const;
	const cases = [
		['no workspace and nothing set', auto, false, 'demo'],
		['a real workspace', auto, true, 'real'],
		['API_KEY', { ...auto, apiKey: 'k' }, false, 'real'],
		['ADMIN_PASSWORD', { ...auto, adminPassword: 'p' }, false, 'real'],
		['DEMO=on, even with a real workspace and a key', { ...auto, demo: 'on', apiKey: 'k' }, true, 'demo'],
		['DEMO=off without a workspace', { ...auto, demo: 'off' }, false, 'real'],
	] as const;
	test.each(cases)('%s: the %# choice is as documented', (_title, config, exists, expected) => {
		expect(chooseDatabase(config, exists)).toBe(expected);
	});
});

const caught = (work: () => unknown): unknown => {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('nothing was thrown');
};
