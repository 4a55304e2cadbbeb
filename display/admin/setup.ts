/** What the set-up form offers and what it expects. The server has the last word. */
import type { SetupRequest } from '../../shared/api.ts';
import type { AdminWords } from '../../shared/words/admin.ts';

export interface SetupForm {
	code: string;
	account: string;
	password: string;
	name: string;
	currency: string;
	timeZone: string;
	locale: string;
}

export const shortestPassword = 8;
export const knownLocales = ['en-GB', 'en-US', 'en-IE', 'en-AU', 'en-CA', 'en-IN', 'sv-SE', 'sv-FI', 'nb-NO', 'da-DK', 'fi-FI', 'de-DE', 'de-AT', 'de-CH', 'fr-FR', 'es-ES', 'it-IT', 'nl-NL', 'pl-PL', 'pt-PT', 'pt-BR'];
const fewCurrencies = ['EUR', 'USD', 'GBP', 'SEK', 'NOK', 'DKK', 'CHF', 'PLN', 'AUD', 'CAD', 'INR', 'JPY'];

/** The engine's list where it has one (Chromium 99), else the few. */
export const knownCurrencies = (): string[] => valuesOf('currency') ?? fewCurrencies;
export const knownTimeZones = (): string[] => valuesOf('timeZone') ?? [browserTimeZone()];
export const browserTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const valuesOf = (key: string): string[] | null => {
	const list: unknown = Reflect.get(Intl, 'supportedValuesOf');
	return typeof list === 'function' ? list(key) : null;
};

const isTimeZone = (timeZone: string): boolean => {
	try {
		return new Intl.DateTimeFormat('en', { timeZone }).format(0) !== '';
	} catch {
		// The engine says no by throwing.
		return false;
	}
};

export const isLocale = (locale: string): boolean => {
	try {
		return Intl.getCanonicalLocales(locale).length === 1;
	} catch {
		// The engine says no by throwing.
		return false;
	}
};

export type SetupErrors = Partial<Record<keyof SetupForm, string>>;

export const checkSetup = (form: SetupForm, words: AdminWords): SetupErrors => {
	const errors: SetupErrors = {};
	for (const key of ['code', 'account', 'password', 'name'] as const) if (form[key].trim() === '') errors[key] = words.required;
	if (!errors.password && form.password.length < shortestPassword) errors.password = words.passwordShort;
	if (!/^[a-z]{3}$/i.test(form.currency.trim())) errors.currency = words.currencyBad;
	if (!isTimeZone(form.timeZone.trim())) errors.timeZone = words.timeZoneBad;
	if (!isLocale(form.locale.trim())) errors.locale = words.localeBad;
	return errors;
};

export const setupRequest = (form: SetupForm): SetupRequest => ({
	code: form.code.trim(),
	account: form.account.trim(),
	password: form.password,
	workspace: { name: form.name.trim(), currency: form.currency.trim().toUpperCase(), timeZone: form.timeZone.trim(), locale: form.locale.trim() },
});

/** The field that a refusal names: `workspace.timeZone` is our `timeZone`. */
export const fieldOf = (place: string | undefined): keyof SetupForm | null => {
	const last = (place ?? '').split('.').pop() ?? '';
	const known: readonly string[] = ['code', 'account', 'password', 'name', 'currency', 'timeZone', 'locale'];
	return known.includes(last) ? (last as keyof SetupForm) : null;
};
