/** Ready sets of holidays, against the days as their governments publish them. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readHolidaySets } from '../../../server/floor/holiday-sets.ts';

const days = async (country: string, year: number, locale = 'en', region?: string): Promise<string[]> => (await readHolidaySets({ country, region, year }, locale)).holidays.map(({ day, name }) => `${day.slice(5)} ${name}`);

test('Sweden’s of 2027, in the language of the workspace', async () => {
	expect(await days('SE', 2027, 'sv-SE')).toEqual([
		'01-01 Nyårsdagen', '01-06 Trettondedag jul', '03-26 Långfredagen', '03-28 Påskdagen', '03-29 Annandag påsk', '05-01 Första maj', '05-06 Kristi himmelsfärdsdag',
		'05-16 Pingstdagen', '06-06 Nationaldagen', '06-26 Midsommardagen', '11-06 Alla helgons dag', '12-25 Juldagen', '12-26 Annandag jul',
	]);
	expect((await days('SE', 2027))[2]).toBe('03-26 Good Friday');
});

test('a region has its own besides those of its country', async () => {
	const [whole, bavaria] = await Promise.all([days('DE', 2026), days('DE', 2026, 'en', 'BY')]);
	expect(whole).toHaveLength(9);
	expect(bavaria.filter((each) => !whole.includes(each)).map((each) => each.slice(0, 5))).toEqual(['01-06', '06-04', '11-01']);
	const { regions } = await readHolidaySets({ country: 'DE' }, 'en');
	expect(regions.map(({ code }) => code)).toEqual(expect.arrayContaining(['BY', 'BY-A', 'SN']));
	expect((await days('DE', 2026, 'en', 'BY-A')).filter((each) => !bavaria.includes(each)).map((each) => each.slice(0, 5))).toEqual(['08-08', '08-15']);
});

test('a holiday that lasts is every day of it, and one that begins at noon is none', async () => {
	expect((await days('EG', 2027)).filter((each) => each.startsWith('03-'))).toHaveLength(3);
	expect((await days('IS', 2027)).map((each) => each.slice(0, 5))).not.toContain('12-24');
});

test('countries are called as the workspace calls them', async () => {
	const names = async (locale: string) => Object.fromEntries((await readHolidaySets({}, locale)).countries.map(({ code, name }) => [code, name]));
	expect((await names('sv'))['DE']).toBe('Tyskland');
	expect((await names('en-XA'))['DE']).toBe('Germany');
});

test.each([[{ country: 'XX' }, 'country'], [{ country: 'SE', region: 'BY' }, 'region']])('what is not known is named: %o', async (query, field) => {
	await expect(readHolidaySets(query, 'en')).rejects.toMatchObject({ status: 400, field });
});

test('a machine of any zone gives the same days', async () => {
	const script = `import('./server/floor/holiday-sets.ts').then(async ({ readHolidaySets }) => { for (const country of ['SE', 'GB', 'AE', 'IL', 'US']) console.log(JSON.stringify((await readHolidaySets({ country, year: 2027 }, 'en')).holidays)); })`;
	const inZone = (TZ: string): string => execFileSync(process.execPath, ['-e', script], { cwd: new URL('../../../', import.meta.url), env: { ...process.env, TZ }, encoding: 'utf8' });
	const utc = inZone('UTC');
	expect(utc).toContain('2027-03-26');
	for (const zone of ['Pacific/Auckland', 'America/Los_Angeles', 'Africa/Cairo']) expect(inZone(zone)).toBe(utc);
});
