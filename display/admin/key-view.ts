/** API keys in words, and what is wrong with a wish for one. */
import type { KeyMade, KeyRequest, KeyScope, KeyView } from '../../shared/keys-api.ts';
import type { KeyWords } from '../../shared/words/keys.ts';
import { fill } from '../../shared/words/language.ts';
import { dayText, momentText, type Place } from './moments.ts';

export const scopeText = (scope: KeyScope, words: KeyWords): string => ({ ingest: words.mayIngest, targets: words.mayTargets, read: words.mayRead })[scope];

const mayPush = (scopes: readonly KeyScope[]): boolean => scopes.some((scope) => scope !== 'read');

/** What it may, of which source and until when. */
export const mayText = ({ scopes, source, until, state }: KeyView, words: KeyWords, locale: string): string =>
	[
		scopes.map((scope) => scopeText(scope, words)).join(', '),
		...(mayPush(scopes) ? [source === null ? words.anySource : fill(words.onlySource, { source })] : []),
		...(state === 'valid' ? [until === null ? words.noEnd : fill(words.untilDay, { day: dayText(until, locale) })] : []),
	].join(' · ');

/** Where it comes from, and whether anybody uses it. */
export const lifeText = ({ madeAt, by, lastUsed }: KeyView, words: KeyWords, place: Place, now: number): string =>
	[lastUsed === null ? words.neverUsed : fill(words.lastUsed, { time: momentText(lastUsed, place, now) }), fill(words.madeBy, { name: by, time: momentText(madeAt, place, now) })].join(' · ');

/** Why it works no more; empty while it does. */
export function endText({ state, until, revoked }: KeyView, words: KeyWords, place: Place, now: number): string {
	if (revoked) return fill(words.revokedBy, { name: revoked.by, time: momentText(revoked.at, place, now) });
	return state === 'expired' && until !== null ? fill(words.expired, { day: dayText(until, place.locale) }) : '';
}

export interface KeyErrors {
	name: string;
	scopes: string;
	source: string;
	until: string;
}

/** What the page sees itself; the server looks again. */
export const errorsIn = ({ name, scopes, source, until }: KeyRequest, today: string, words: KeyWords): KeyErrors => ({
	name: name === '' ? words.needName : '',
	scopes: scopes.length === 0 ? words.needScope : '',
	source: source === null ? '' : !mayPush(scopes) && scopes.length > 0 ? words.needless : source.includes('/') ? words.badSource : '',
	until: until !== null && until < today ? words.pastDay : '',
});

/** A line for a shell that does what the key may: reads, or reports of a source that there is nothing new. @param usual the source, where the key is for any. */
export function tryLine({ key, secret }: KeyMade, origin: string, usual: string): string {
	const authorization = `-H "Authorization: Bearer ${secret}"`;
	if (key.scopes.includes('read')) return `curl ${authorization} ${origin}/api/v1/health`;
	const list = key.scopes.includes('ingest') ? 'deals' : 'targets';
	// In a shell a quotation mark would end the text.
	const body = JSON.stringify({ source: key.source ?? usual, [list]: [] }).replace(/'/g, `'\\''`);
	return `curl ${authorization} -H "Content-Type: application/json" -d '${body}' ${origin}/api/v1/facts`;
}
