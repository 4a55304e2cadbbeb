/** The metrics as the page of KPIs has them: the tables of its sections 1 to 5, read as they stand. */
import { readFileSync } from 'node:fs';

export interface KpiRow {
	id: string;
	/** As the page writes them: "SDR AE", "all". */
	roles: string;
	/** "A L". */
	classes: string;
	/** "↑", "↓" or "–". */
	better: string;
	unit: string;
	hasBenchmark: boolean;
}

/** It lies beside the repository, never in it. */
const page = new URL('../../../../shared/KPIS.md', import.meta.url);

/** "A · B" or "A, B" for two metrics in a row; one that all share otherwise. */
const nth = (cell: string, at: number, of: number): string => {
	const parts = cell.split(/ · |, /).map((part) => part.trim());
	return parts.length === of ? (parts[at] ?? '') : cell.trim();
};
const arrows = (cell: string, at: number, of: number): string => {
	const signs = cell.trim().split(/\s+/);
	return (signs.length === of ? signs[at] : signs[0]) ?? '';
};

export function kpisOfPage(text = readFileSync(page, 'utf8')): KpiRow[] {
	const sections = text.split(/^## /m).filter((section) => /^[1-5]\. /.test(section));
	return sections.flatMap((section) =>
		section
			.split('\n')
			.filter((line) => line.startsWith('| `'))
			.flatMap((line) => {
				const [, first = '', , formula = '', unit = '', classes = '', better = '', roles = '', benchmark = ''] = line.split('|').map((cell) => cell.trim());
				const ids = [...first.matchAll(/`(\w+)`/g)].map(([, id = '']) => id);
				return ids.map((id, at) => ({
					id,
					roles,
					classes: classes.trim(),
					better: arrows(better, at, ids.length),
					unit: nth(unit, at, ids.length),
					hasBenchmark: benchmark !== '' || /benchmark/.test(formula),
				}));
			}),
	);
}
