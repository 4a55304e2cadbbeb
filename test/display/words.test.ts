import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fill, pseudo, pseudoText } from '../../shared/words/language.ts';
import { tvWords } from '../../shared/words/tv.ts';

const folder = new URL('../../shared/words/', import.meta.url);
type Catalogue = Record<'en' | 'sv', Record<string, string>>;
const catalogues: [name: string, catalogue: Catalogue][] = [];
for (const file of readdirSync(folder)) {
	const exported: Record<string, unknown> = await import(new URL(file, folder).href);
	// A module of words exports its catalogue under a name that ends so.
	for (const [name, value] of Object.entries(exported)) if (name.endsWith('Words')) catalogues.push([name, value as Catalogue]);
}

test('every file of words has a catalogue', () => {
	expect(catalogues.map(([name]) => name)).toEqual(expect.arrayContaining(['adminWords', 'boardWords', 'fleetWords', 'screenWords', 'setWords', 'tvWords', 'wallWords']));
	expect(catalogues.length).toBeGreaterThanOrEqual(readdirSync(folder).length - 1);
});

test.each(catalogues)('%s: every sentence exists in Swedish, with the same placeholders', (_name, { en, sv }) => {
	const placeholders = (text: string | undefined) => (text?.match(/\{\w+\}/g) ?? []).sort();
	const swedish: Record<string, string> = sv;
	expect(Object.keys(swedish).sort()).toEqual(Object.keys(en).sort());
	for (const [key, text] of Object.entries(en)) expect(placeholders(swedish[key]), key).toEqual(placeholders(text));
});

test('pseudo text is bracketed, about a third longer, and keeps its placeholders', () => {
	expect(pseudoText('as of {time}')).toBe('[ås øf {time}·····]');
	for (const [key, text] of Object.entries(pseudo(tvWords.en))) {
		const english = tvWords.en[key as keyof typeof tvWords.en];
		expect(text).toMatch(/^\[.*\]$/);
		expect(text.length).toBeGreaterThanOrEqual(english.length * 1.3);
	}
});

test('fill puts values in place, and leaves a forgotten one to be seen', () => {
	expect(fill('No connection since {time}', { time: '14:21' })).toBe('No connection since 14:21');
	expect(fill('{a} of {b}', { a: 4 })).toBe('4 of {b}');
	// A name from right to left turns nothing around it, and one that pretends to is read as it is written.
	expect([fill('{a} 3', { a: 'שרה' }), fill('{a} 3', { a: 'A\u202eB' }), fill('{a} 3', { a: 'Ána' })]).toEqual(['\u2068שרה\u2069 3', '\u2068AB\u2069 3', 'Ána 3']);
});
