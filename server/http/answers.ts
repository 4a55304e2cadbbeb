/** What scripts are answered, for the documentation. A test holds real answers against it; nothing is checked when answering. */
import { z } from 'zod';
import { severities } from '../../shared/health-api.ts';
import type { Explained, Health, PushReply, TargetCell } from '../../shared/api.ts';
import { backupProblems } from '../../shared/backups-api.ts';
import type { BoardView } from '../../shared/views.ts';
import { boardFormat, languages } from '../../shared/views.ts';

const told = (description: string) => ({ description });
const instant = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);
const number = z.number().nullable();
const units = ['count', 'money', 'share', 'days', 'seconds', 'ratio'] as const;

const listedRow = z.strictObject({
	entity: z.string().meta(told('The list that it stands in.')),
	index: z.int().meta(told('Its place there, from 0.')),
	field: z.string(),
	code: z.string(),
	message: z.string(),
});

export const pushReply = z.strictObject({
	inserted: count.meta(told('Rows of people and facts that are new.')),
	updated: count,
	unchanged: count.meta(told('Rows that say what was known already, or something older.')),
	deleted: count.meta(told('Rows taken out by `deleted`.')),
	targets: count.meta(told('Targets set.')),
	rejected: z.array(listedRow).meta(told('Rows that were not kept, each with its place and the reason.')),
	warnings: z.array(listedRow).meta(told('Rows that were kept and are worth a look.')),
	ignored: z.array(z.string()).meta(told('Fields that mean nothing here, each once: `deals.colour`.')),
	unknownOwners: z.array(z.string()).meta(told('Owners who mean nobody yet, each once, as the rows name them.')),
}) satisfies z.ZodType<PushReply>;

const counts = z.record(z.string(), count);

export const healthTold = z.strictObject({
	status: z.enum(['ok', 'starting', 'stalled']),
	version: z.string(),
	build: z.string().meta(told('Of the pages.')),
	revision: z.int().meta(told('Of what is known: it grows with every change.')),
	currency: z.string().nullable(),
	computedAt: instant.nullable().meta(told('When the walls were last computed.')),
	dataAsOf: instant.nullable().meta(told('When a source last reported.')),
	tick: z.strictObject({ intervalMs: z.number(), lastMs: number, p99Ms: number }),
	lastError: z.strictObject({ at: instant, panel: z.string().nullable(), message: z.string() }).nullable(),
	facts: counts.meta(told('How many there are of each kind.')),
	sources: z.array(z.strictObject({ name: z.string(), lastReported: instant, silent: z.boolean().meta(told('For longer than it may be.')), facts: counts })),
	screens: z.strictObject({ paired: count, online: count }),
	backups: z
		.strictObject({
			last: instant.nullable().meta(told('When the newest was made; null while there is none.')),
			next: instant.nullable().meta(told('When the next is made, or tried again.')),
			failing: z.strictObject({ since: instant, code: z.enum(backupProblems), message: z.string() }).nullable().meta(told('Since when none has come about, and why the last time.')),
		})
		.nullable()
		.meta(told('Null in a demo, of which nothing is kept.')),
	logHeld: z.strictObject({ since: instant, bytes: count }).nullable().meta(told('Another program reads the database and does not let go: since when, and how large its write-ahead log is by now.')),
	findings: z.array(z.strictObject({ code: z.string(), severity: z.enum(severities), since: instant.nullable(), sinceText: z.string(), text: z.string(), todo: z.string(), place: z.string().nullable() })).meta(told('What is wrong, worst first, since when, and what to do, in the language of the workspace.')),
}) satisfies z.ZodType<Health>;

const part = { value: number, text: z.string().meta(told('The value as the wall writes it; `–` for what is not known.')), numerator: number, denominator: number };

export const explained = z.strictObject({
	metric: z.string(),
	label: z.string(),
	means: z.string(),
	unit: z.enum(units).meta(told('Money is in units of the currency of the workspace, a share 0.6315 is 63.15 %.')),
	scope: z.string(),
	period: z.string(),
	...part,
	median: z.strictObject({ value: number, text: z.string() }).exactOptional().meta(told('Of a mean, beside it.')),
	target: number,
	targetFrom: z.strictObject({ derived: z.boolean(), incomplete: z.boolean() }).nullable().meta(told('Whether the target follows from others, and whether those cover the period.')),
	attainment: number.meta(told('The value as a share of its target.')),
	pace: number.meta(told('The value as a share of what the target asks for by now.')),
	previous: z.strictObject({ period: z.string(), until: instant, value: number, text: z.string(), change: number }).nullable().meta(told('The period before, up to the same point.')),
	facts: z.strictObject({ count, newest: z.string().nullable(), sources: z.array(z.string()) }).meta(told('What it rests on.')),
	asOf: instant,
	approximate: z.boolean(),
	note: z.string().exactOptional().meta(told('Why a value is not known, or what to know about it.')),
	by: z.array(z.strictObject({ key: z.string(), ...part })).exactOptional().meta(told('The parts, where `by` was asked for.')),
	texts: z.strictObject({ scope: z.string(), period: z.string(), target: z.string(), attainment: z.string(), pace: z.string(), previousPeriod: z.string(), change: z.string(), asOf: z.string() }).meta(told('As the wall writes them.')),
}) satisfies z.ZodType<Explained>;

const numberText = z.looseObject({ text: z.string() });

/** Of a panel what all kinds have: what else a kind shows is made for the walls' own page. */
export const boardShown = z.strictObject({
	format: z.literal(boardFormat),
	build: z.string(),
	revision: z.int(),
	id: z.string(),
	title: z.string(),
	name: z.string().meta(told('Of the workspace.')),
	language: z.enum(languages),
	locale: z.string(),
	seconds: z.number().meta(told('That a panel is on show.')),
	replay: z.string().nullable().meta(told('The moment in words, when one was asked for.')),
	clock: z.looseObject({}),
	review: z.strictObject({ page: z.int(), isBlank: z.boolean() }).exactOptional(),
	empty: z.string().nullable().meta(told('Why there is no panel; null when there is one.')),
	panels: z
		.array(
			z.looseObject({
				id: z.string(),
				kind: z.string(),
				title: z.string(),
				period: z.string(),
				progress: z.string(),
				seconds: number,
				figures: z.array(z.looseObject({ id: z.string(), label: z.string(), number: numberText, note: z.string() })),
				about: z.string(),
				definition: z.string(),
				empty: z.string().nullable(),
				stale: z.string().nullable().meta(told('Which source is silent, and since when.')),
				failed: z.string().nullable(),
				demo: z.string().nullable(),
			}),
		)
		.meta(told('What every panel says of itself; what else it has depends on its kind, and follows the walls’ own page.')),
}) satisfies z.ZodType<Omit<BoardView, 'clock' | 'panels'>>;

export const targetCells = z.array(z.strictObject({ metric: z.string(), scope: z.string(), period: z.string(), value: number.meta(told('Money in units of the currency of the workspace, rates as a share.')) })) satisfies z.ZodType<TargetCell[]>;
