/**
 * A strict reader of Prometheus' text format 0.0.4, written from its description: whatever a scraper might stumble over is an error.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export interface ReadFamily {
	type: string;
	help: string;
	samples: { name: string; labels: Record<string, string>; value: number }[];
}

const nameForm = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelForm = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

function readLabels(text: string): Record<string, string> {
	const labels: Record<string, string> = {};
	let rest = text;
	while (rest !== '') {
		const found = /^([^=]+)="((?:[^"\\\n]|\\["\\n])*)"(,(?=.)|$)/.exec(rest);
		if (!found) throw new Error(`labels that cannot be read: ${rest}`);
		const [whole, name = '', value = ''] = found;
		if (!labelForm.test(name)) throw new Error(`not the name of a label: ${name}`);
		if (name in labels) throw new Error(`a label given twice: ${name}`);
		labels[name] = value.replace(/\\(["\\n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));
		rest = rest.slice(whole.length);
	}
	return labels;
}

function readValue(text: string): number {
	if (text === '+Inf') return Number.POSITIVE_INFINITY;
	if (text === '-Inf') return Number.NEGATIVE_INFINITY;
	if (text !== 'NaN' && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw new Error(`not a number: ${text}`);
	return Number(text);
}

const endings: Record<string, string[]> = { histogram: ['_bucket', '_sum', '_count'] };

export function readExposition(text: string): Map<string, ReadFamily> {
	if (!text.endsWith('\n')) throw new Error('the last line has no end');
	const families = new Map<string, ReadFamily>();
	let current: { name: string; family: ReadFamily } | null = null;
	const seen = new Set<string>();
	for (const line of text.slice(0, -1).split('\n')) {
		if (/[\0-\x08\x0b-\x1f\x7f]/.test(line)) throw new Error(`a control character: ${JSON.stringify(line)}`);
		const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line);
		if (comment) {
			const [, kind, name = '', rest = ''] = comment;
			if (!nameForm.test(name)) throw new Error(`not the name of a metric: ${name}`);
			if (kind === 'HELP') {
				if (families.has(name)) throw new Error(`a family told twice: ${name}`);
				current = { name, family: { type: '', help: rest, samples: [] } };
				families.set(name, current.family);
			} else {
				if (current?.name !== name || current.family.type !== '') throw new Error(`a type out of place: ${line}`);
				if (!['counter', 'gauge', 'histogram', 'summary', 'untyped'].includes(rest)) throw new Error(`not a type: ${rest}`);
				current.family.type = rest;
			}
			continue;
		}
		const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
		if (!sample) throw new Error(`a line that cannot be read: ${JSON.stringify(line)}`);
		const [, name = '', labels = '', value = ''] = sample;
		const { name: family = '', family: of } = current ?? {};
		const allowed = endings[of?.type ?? ''] ?? [''];
		if (!of || of.type === '' || !allowed.some((ending) => name === family + ending)) throw new Error(`a sample out of place: ${line}`);
		const key = `${name}{${labels}}`;
		if (seen.has(key)) throw new Error(`a sample told twice: ${key}`);
		seen.add(key);
		of.samples.push({ name, labels: readLabels(labels), value: readValue(value) });
	}
	for (const [name, { type, samples }] of families) {
		if (samples.length === 0) throw new Error(`a family without a sample: ${name}`);
		if ((type === 'counter') !== name.endsWith('_total')) throw new Error(`a counter ends in _total, and nothing else: ${name}`);
		if (type === 'histogram') checkHistogram(name, samples);
	}
	return families;
}

/** Bounds ascend, counts never fall, the last bound is +Inf and says the count. */
function checkHistogram(name: string, samples: ReadFamily['samples']): void {
	const series = new Map<string, ReadFamily['samples']>();
	for (const sample of samples) {
		const key = JSON.stringify(Object.entries(sample.labels).filter(([label]) => label !== 'le'));
		series.set(key, [...(series.get(key) ?? []), sample]);
	}
	for (const all of series.values()) {
		const buckets = all.filter((one) => one.name === `${name}_bucket`).map(({ labels, value }) => ({ le: readValue(labels['le'] ?? ''), value }));
		const count = all.find((one) => one.name === `${name}_count`)?.value;
		if (all.filter((one) => one.name === `${name}_sum`).length !== 1 || buckets.length < 2) throw new Error(`a histogram that lacks something: ${name}`);
		if (buckets.some(({ le, value }, at) => at > 0 && (le <= (buckets[at - 1]?.le ?? 0) || value < (buckets[at - 1]?.value ?? 0)))) throw new Error(`buckets that do not ascend: ${name}`);
		if (buckets.at(-1)?.le !== Number.POSITIVE_INFINITY || buckets.at(-1)?.value !== count) throw new Error(`the last bucket is not all: ${name}`);
	}
}
