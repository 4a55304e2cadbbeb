/**
 * Ready sets of public holidays. The library behind them is large (some 40 MB of memory, a tenth of a second to load), so it is loaded
 * when it is first asked for. A holiday that begins in the course of a day is left out: a day is a working day or it is not.
 */
import type { Holiday, HolidaySets } from '../../shared/calendar-api.ts';
import { InputError } from '../errors.ts';
import { addDays } from './period.ts';

export interface SetQuery {
	country?: string | undefined;
	/** 'BY', or a part of a region: 'BY-A'. */
	region?: string | undefined;
	year?: number | undefined;
}

const dayMs = 86_400_000;
const wholeDay = /^(\d{4}-\d{2}-\d{2}) 00:00:00/;

/** Names are in the language of the locale where the set has them. @throws InputError that names what is not known. */
export async function readHolidaySets({ country, region, year }: SetQuery, locale: string): Promise<HolidaySets> {
	const { default: Sets } = await import('date-holidays');
	const known = new Sets();
	const [tag = 'en'] = locale === 'en-XA' ? ['en'] : locale.split('-');
	const names = new Intl.DisplayNames([tag, 'en'], { type: 'region', fallback: 'code' });
	const byName = (list: { code: string; name: string }[]) => list.sort((a, b) => a.name.localeCompare(b.name, tag));
	const listed = Object.keys(known.getCountries(tag));
	const countries = byName(listed.map((code) => ({ code, name: (/^[A-Z]{2}$/.test(code) ? names.of(code) : undefined) ?? code })));
	if (country === undefined) return { countries, regions: [], holidays: [] };
	if (!listed.includes(country)) throw new InputError('There are no holidays of that country.', { field: 'country' });

	const parts = (list: Record<string, string> | undefined): [string, string][] => Object.entries(list ?? {});
	const regions = byName(
		parts(known.getStates(country, tag)).flatMap(([state, name]) => [
			{ code: state, name },
			...parts(known.getRegions(country, state, tag)).map(([part, partName]) => ({ code: `${state}-${part}`, name: `${name} – ${partName}` })),
		]),
	);
	if (region !== undefined && !regions.some(({ code }) => code === region)) throw new InputError('There are no holidays of that region.', { field: 'region' });
	if (year === undefined) return { countries, regions, holidays: [] };

	const [state, part] = region?.split('-') ?? [];
	const found = new Sets({ country, ...(state ? { state } : {}), ...(part ? { region: part } : {}) }, { types: ['public'] }).getHolidays(year, tag);
	const days = new Map<string, string>();
	for (const { date, start, end, name } of found) {
		const [, first] = wholeDay.exec(date) ?? [];
		if (first === undefined) continue;
		const written = name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
		// Some last for days; one of them may have 23 or 25 hours.
		for (let index = 0; index < Math.round((end.getTime() - start.getTime()) / dayMs); index += 1) {
			const day = addDays(first, index);
			const there = days.get(day);
			days.set(day, there === undefined || there === written ? written : `${there} / ${written}`);
		}
	}
	const holidays: Holiday[] = [...days].map(([day, name]) => ({ day, name })).sort((a, b) => (a.day < b.day ? -1 : 1));
	return { countries, regions, holidays };
}
