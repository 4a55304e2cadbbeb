/** What a style sheet cannot do for pages and paper: the running head says what is printed, and the charts, which are drawn, keep their size and take the colours of paper. */
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

/** A chart that was sized anew measures itself as it is seen, made smaller; its frame says how large it is. */
const fit = (ratio?: number): void => {
	for (const canvas of document.querySelectorAll<HTMLCanvasElement>('.tv-picture canvas')) {
		const { clientWidth = 0, clientHeight = 0 } = canvas.parentElement ?? {};
		const chart = Chart.getChart(canvas);
		if (!chart || clientWidth === 0 || clientHeight === 0) continue;
		if (ratio !== undefined) chart.options.devicePixelRatio = ratio;
		chart.resize(clientWidth, clientHeight);
	}
};

const dress = (isPaper: boolean): void => {
	for (const picture of document.querySelectorAll('.tv-picture')) {
		if (isPaper) picture.setAttribute('data-theme', 'light');
		else picture.removeAttribute('data-theme');
	}
	// Paper has finer dots than a screen.
	fit(isPaper ? 2 : Math.min(devicePixelRatio, 2));
};

export function printing(): void {
	// Charts hear of it first.
	addEventListener('resize', () => requestAnimationFrame(() => fit()));
	addEventListener('beforeprint', () => dress(true));
	addEventListener('afterprint', () => dress(false));
}
