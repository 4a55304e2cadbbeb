/** What theme.css promises of its colours, computed from them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const css = readFileSync(new URL('../../display/theme.css', import.meta.url), 'utf8');

type Colours = Record<string, string>;
function coloursIn(selector: string): Colours {
	const from = css.indexOf(`${selector} {`);
	const block = css.slice(from, css.indexOf('}', from));
	return Object.fromEntries([...block.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', hex = '']) => [name, hex]));
}
const dark = coloursIn(':root');
const light = { ...dark, ...coloursIn(":root[data-theme='light']") };
const themes = Object.entries({ dark, light });

/** Relative luminance, WCAG 2.1. */
function luminance(hex: string): number {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4));
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one: string, other: string): number {
	const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
	return (bright + 0.05) / (dim + 0.05);
}

/** As `filter: grayscale(1)` makes it. */
function grey(hex: string): string {
	const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
	return `#${Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue).toString(16).padStart(2, '0').repeat(3)}`;
}

/** What is below its least contrast, as "text on bg: 6.9". */
function tooFaint(colours: Colours, texts: string[], grounds: string[], least: number): string[] {
	return texts.flatMap((text) =>
		grounds.flatMap((ground) => {
			const found = contrast(colours[text] ?? '', colours[ground] ?? '');
			return found >= least ? [] : [`${text} on ${ground}: ${found.toFixed(2)}`];
		}),
	);
}

test.each(themes)('%s: every text stands at least 7 : 1 against what it is on', (_name, colours) => {
	expect(tooFaint(colours, ['text', 'text-2', 'text-3'], ['bg', 'surface'], 7)).toEqual([]);
	expect(tooFaint(colours, ['text'], ['raised', 'track'], 7)).toEqual([]);
});

test.each(themes)('%s: every status, filled or not, and every greyed number stands at least 4.5 : 1', (_name, colours) => {
	expect(tooFaint(colours, ['good', 'bad', 'watch', 'silent', 'prev'], ['surface'], 4.5)).toEqual([]);
	expect(tooFaint(colours, ['chip-text'], ['good', 'bad', 'watch', 'prev'], 4.5)).toEqual([]);
});

test.each(themes)('%s: what is written into a bar stands at least 4.5 : 1 against it, also when the bar is greyed', (_name, colours) => {
	const bars = ['good', 'bad', 'watch', 'prev'];
	const greyed = Object.fromEntries(bars.map((name) => [name, grey(colours[name] ?? '')]));
	expect(tooFaint({ ...colours, ...greyed }, ['chip-text'], bars, 4.5)).toEqual([]);
});

test.each(themes)('%s: a greyed number is plainly not a fresh one', (_name, colours) => {
	expect(contrast(colours['text'] ?? '', colours['silent'] ?? '')).toBeGreaterThan(2);
});

test.each(themes)('%s: bars stand out from the ranges behind them, and the ranges from each other and the card', (_name, colours) => {
	expect(tooFaint(colours, ['good', 'bad', 'watch', 'prev'], ['range-2', 'range-3'], 3)).toEqual([]);
	expect(tooFaint(colours, ['range-2'], ['range-3', 'surface'], 1.15)).toEqual([]);
});

test('the light theme sets every colour that both themes use', () => {
	const shared = ['night', 'night-text'];
	expect(Object.keys(coloursIn(":root[data-theme='light']")).sort()).toEqual(Object.keys(dark).filter((name) => !shared.includes(name)).sort());
});
