/**
 * Metrics in the text format of Prometheus (0.0.4): families with help and type, samples with escaped labels, histograms with bounds that
 * add up. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import type { Durations } from '../tally.ts';

export type Labels = Record<string, string>;

export interface Sample {
	labels?: Labels;
	/** Null: not known, and then not told. */
	value: number | null;
}

export type Family = { name: string; help: string } & ({ type: 'gauge' | 'counter'; samples: Sample[] } | { type: 'histogram'; series: { labels?: Labels; durations: Durations }[] });

export const contentType = 'text/plain; version=0.0.4; charset=utf-8';

const escapedHelp = (text: string): string => text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
/** Control characters have no place on a line that others read. */
const escapedLabel = (text: string): string => escapedHelp(text.toWellFormed().replace(/[^\P{Cc}\n]/gu, ' ')).replace(/"/g, '\\"');
const numberText = (value: number): string => (Number.isNaN(value) ? 'NaN' : value === Number.POSITIVE_INFINITY ? '+Inf' : value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value));

function line(name: string, labels: Labels, value: number): string {
	const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escapedLabel(text)}"`);
	return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${numberText(value)}`;
}

function linesOf(family: Family): string[] {
	const { name } = family;
	if (family.type !== 'histogram') return family.samples.flatMap(({ labels = {}, value }) => (value === null ? [] : [line(name, labels, value)]));
	return family.series.flatMap(({ labels = {}, durations: { bounds, counts, sum } }) => [
		...bounds.map((bound, at) => line(`${name}_bucket`, { ...labels, le: String(bound) }, counts[at] ?? 0)),
		line(`${name}_bucket`, { ...labels, le: '+Inf' }, counts.at(-1) ?? 0),
		line(`${name}_sum`, labels, sum),
		line(`${name}_count`, labels, counts.at(-1) ?? 0),
	]);
}

/** A family of which nothing is known is left out. */
export const exposition = (families: readonly Family[]): string =>
	families
		.flatMap((family) => {
			const lines = linesOf(family);
			return lines.length === 0 ? [] : [`# HELP ${family.name} ${escapedHelp(family.help)}`, `# TYPE ${family.name} ${family.type}`, ...lines];
		})
		.join('\n')
		.concat('\n');
