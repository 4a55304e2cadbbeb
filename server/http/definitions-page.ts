/** The definitions as a page of their own: plain HTML, for reading, for printing, and for phones that come by a QR code. */
import { definitionWords } from '../../shared/words/definitions.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import type { Language } from '../../shared/views.ts';
import type { Definition, Definitions } from '../metrics/definitions.ts';
import { escaped } from './html.ts';

export interface DefinitionsPage extends Definitions {
	/** Of the workspace; empty before there is one. */
	name: string;
	language: Language;
	/** What the style sheet is of. */
	build: string;
}

export function definitionsPage({ name, language, build, metrics, period, asOf }: DefinitionsPage): string {
	const words = wordsIn(definitionWords, language);
	const row = (term: string, text: string): string => (text === '' ? '' : `<dt>${escaped(term)}</dt><dd>${escaped(text)}</dd>`);
	const entry = ({ id, label, means, how, facts, kind, benchmark, rules, today }: Definition): string => `
		<article id="${escaped(id)}">
			<header><h2><a href="#${escaped(id)}">${escaped(label)}</a></h2><code>${escaped(id)}</code>${today ? `<p class="today"><span>${escaped(today.note)}</span> <strong>${escaped(today.text)}</strong></p>` : ''}</header>
			<p>${escaped(means)}</p>
			<dl>${row(words.how, how)}${row(words.facts, facts)}${row(words.kind, kind)}${row(words.benchmark, benchmark)}${row(words.rules, rules.join(', '))}</dl>
		</article>`;
	const used = [...new Set(metrics.flatMap(({ rules }) => rules))].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
	const note = period === null || asOf === null ? `${escaped(words.noFigures)} <a href="/admin">${escaped(words.toAdmin)}</a>` : escaped(fill(words.figures, { period, time: asOf }));
	return `<!doctype html>
<html lang="${escaped(language)}">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<title>${escaped(words.title)} – Floorcast</title>
		<link rel="icon" href="/favicon.svg">
		<link rel="stylesheet" href="/definitions.css?v=${escaped(build)}">
	</head>
	<body>
		<header class="top">
			<h1>${escaped(words.title)}</h1>
			<p>${escaped(fill(words.lead, { name: name || 'Floorcast' }))}</p>
			<p class="quiet">${note}</p>
		</header>
		<nav aria-label="${escaped(words.contents)}"><ul>${metrics.map(({ id, label }) => `<li><a href="#${escaped(id)}">${escaped(label)}</a></li>`).join('')}</ul></nav>
		<main>${metrics.map(entry).join('')}
			<section class="rules"><h2>${escaped(words.rulesTitle)}</h2><dl>${used.map((rule) => row(rule, words[rule])).join('')}</dl></section>
		</main>
	</body>
</html>
`;
}
