/** What a style sheet cannot do for paper: the running head says what is printed, and the charts, which are drawn, take the colours of paper. */
import type { ReviewDocument } from '../../shared/review-api.ts';
import { fill, wordsIn } from '../../shared/words/language.ts';
import { handoutWords } from '../../shared/words/review-handout.ts';
import { timeLocale } from '../admin/moments.ts';
import { Chart } from '../panels/chart.ts';

const { documentElement: root } = document;

/** Sets the running lines of each page: what it is of and as of when, and which day it was printed. Returns what takes them back. */
export function printsAs({ board, title, whose, asOf }: ReviewDocument): () => void {
	const words = wordsIn(handoutWords, board.language);
	const set = (name: string, text: string): void => root.style.setProperty(name, JSON.stringify(text));
	const day = new Intl.DateTimeFormat(timeLocale(board.locale, board.language), { day: 'numeric', month: 'short', year: 'numeric' }).format(new Date());
	set('--print-head', [board.name, title, whose, asOf].filter((part) => part !== '').join(' · '));
	set('--print-day', fill(words.printed, { day }));
	set('--print-page', `${words.pageOf} `);
	return () => ['--print-head', '--print-day', '--print-page'].forEach((name) => root.style.removeProperty(name));
}

const dress = (isPaper: boolean): void => {
	for (const picture of document.querySelectorAll('.tv-picture')) {
		if (isPaper) picture.setAttribute('data-theme', 'light');
		else picture.removeAttribute('data-theme');
	}
	// A chart that was sized anew measures itself as it is seen, made smaller; here its frame says how large it is.
	for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.tv-picture canvas')) {
		const { clientWidth = 0, clientHeight = 0 } = canvas.parentElement ?? {};
		if (clientWidth > 0 && clientHeight > 0) Chart.getChart(canvas)?.resize(clientWidth, clientHeight);
	}
};

export function printing(): void {
	addEventListener('beforeprint', () => dress(true));
	addEventListener('afterprint', () => dress(false));
}
