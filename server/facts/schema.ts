/** The vocabulary that sources speak (KPIS.md §7): the rows of a push, as they come in. Any stage may import it. */
import { z } from 'zod';

/** The source of what ops enter by hand; no other may call itself so. */
export const byHand = 'by hand';

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

const isDay = (text: string): boolean => {
	try {
		return dayPattern.test(text) && Temporal.PlainDate.from(text).toString() === text;
	} catch {
		return false;
	}
};

// Nothing may stand after the offset: Temporal would read `…-05:00[America/New_York]` as a local time, hours off.
const timePattern = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}(?::\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

const isInstantOrLocalTime = (text: string): boolean => {
	const match = timePattern.exec(text);
	if (!match) return false;
	try {
		if (match[1] === undefined) Temporal.PlainDateTime.from(text);
		else Temporal.Instant.from(text);
		return true;
	} catch {
		return false;
	}
};

/** Whether a text is a calendar day or a time as facts and queries write them. */
export const isMoment = (text: string): boolean => isDay(text) || isInstantOrLocalTime(text);

// Half a surrogate pair comes back from the database as another character, and would look like a change each time.
export const text = (most: number) => z.string().overwrite((value) => value.trim().toWellFormed()).max(most, { message: `at most ${most} characters` });
const optionalText = (most = 200) =>
	text(most)
		.nullish()
		.transform((value) => (value === undefined || value === '' ? null : value));
const required = (most = 200) => text(most).min(1, { message: 'must not be empty' });
const key = z.union([z.string(), z.number()], { message: 'expected a text or a number' }).transform(String).pipe(required(200));

/** A calendar day, or an instant; a time without zone is in the workspace's zone. */
const moment = z
	.string()
	.trim()
	.refine(isMoment, { message: 'expected an ISO 8601 date or time', params: { code: 'not_a_time' } })
	.meta({ examples: ['2026-11-23', '2026-11-23T09:12:00+01:00'] });
export const day = z.string().trim().refine(isDay, { message: 'expected a date as YYYY-MM-DD', params: { code: 'not_a_date' } }).meta({ format: 'date' });
const optionalMoment = moment.nullish().transform((value) => value ?? null);
const optionalDay = day.nullish().transform((value) => value ?? null);

/** A decimal, kept as text: money never passes through a binary fraction. */
export const decimal = z
	.union([z.string(), z.number()], { message: 'expected a decimal number such as 12500.00' })
	.transform((value) => (typeof value === 'number' ? plainNumber(value) : value.trim()))
	.refine((value) => /^[+-]?\d{1,13}(\.\d{1,10})?$/.test(value), { message: 'expected a decimal number such as 12500.00', params: { code: 'not_a_number' } });

/** JavaScript writes 1e21 and 1e-7; those are refused by the pattern above, all else comes out in full. */
function plainNumber(value: number): string {
	return Number.isFinite(value) ? String(value) : 'not finite';
}

const optionalDecimal = decimal.nullish().transform((value) => value ?? null);
const currency = z
	.string()
	.trim()
	.toUpperCase()
	.refine((value) => /^[A-Z]{3}$/.test(value), { message: 'expected a three-letter currency code', params: { code: 'not_a_currency' } });
const optionalCurrency = currency.nullish().transform((value) => value ?? null);
/** Spreadsheets write what is so as a word. */
const flag = z.union([z.boolean(), z.enum(['true', 'yes', '1', 'false', 'no', '0'])], { message: 'expected true or false' }).transform((value) => value === true || value === 'true' || value === 'yes' || value === '1');
const optionalFlag = flag.nullish().transform((value) => value ?? null);
const externalId = key.describe('Its id in the source, by which the row is known.');
const owner = optionalText(200).describe('Who is credited: e-mail or name.');
const updated = optionalMoment.describe('When the source last changed it: an older row never replaces a newer one.');

export const personRow = z
	.object({
		id: key.nullish().transform((value) => value ?? null).describe('The person’s id in the source, which tells people of one name apart.'),
		email: z
			.string()
			.trim()
			.toLowerCase()
			.max(200, { message: 'at most 200 characters' })
			.refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), { message: 'expected an e-mail address', params: { code: 'not_an_email' } })
			.nullish()
			.describe('By it a person is known, in small letters.'),
		name: text(200).min(1).nullish().describe('Without an address, people are known by it.'),
		team: text(100).min(1).nullish().describe('The team’s name; the first one holds from `start`, a later one from `team_from`, else from today.'),
		team_from: day.nullish().describe('From which day on they are in the team.'),
		role: text(50).nullish().describe('Such as `sdr` or `ae`.'),
		manager: text(200).nullish().describe('E-mail or name of their manager.'),
		start: day.nullish().describe('First day; without one, they were there from ever.'),
		end: day.nullish().describe('Last day.'),
	})
	.refine((row) => row.email || row.name, { message: 'a person needs an e-mail address or a name', path: ['email'], params: { code: 'missing' } });

export const dealRow = z
	.object({
		external_id: externalId,
		name: optionalText(300).describe('What it is called.'),
		owner,
		sdr: owner.describe('Who opened it: e-mail or name.'),
		stage: optionalText(100).describe('The stage in the words of the source.'),
		status: z.enum(['open', 'won', 'lost'], { message: 'expected open, won or lost' }).describe('A won or lost deal needs `closed`.'),
		amount: optionalDecimal.describe('In units of its currency, such as `12500.00`.'),
		currency: optionalCurrency.describe('By ISO 4217; the currency of the workspace unless given.'),
		type: z
			.enum(['new_business', 'expansion', 'renewal'], { message: 'expected new_business, expansion or renewal' })
			.nullish()
			.transform((value) => value ?? null)
			.describe('What kind of sale it is.'),
		account: optionalText(300).describe('The customer’s name.'),
		product: optionalText(200).describe('What is sold.'),
		region: optionalText(200).describe('Where.'),
		channel: optionalText(200).describe('Through which channel.'),
		lead_source: optionalText(200).describe('Where the lead came from.'),
		lost_reason: optionalText(300).describe('Why it was lost.'),
		pipeline: optionalText(100).describe('Which pipeline it is in.'),
		contract_value: optionalDecimal.describe('What the contract is worth in all, in units of its currency.'),
		recurring: optionalDecimal.describe('What of the amount recurs each month, in units of its currency.'),
		cost: optionalDecimal.describe('What it costs to deliver, in units of its currency.'),
		forecast_category: z
			.enum(['commit', 'best_case', 'pipeline'], { message: 'expected commit, best_case or pipeline' })
			.nullish()
			.transform((value) => value ?? null)
			.describe('How sure the seller is.'),
		lead: optionalText(200).describe('The `external_id` of the lead it came from.'),
		first_touch: optionalMoment.describe('When the customer was first touched.'),
		created: optionalMoment.describe('When it was opened.'),
		expected_close: optionalDay.describe('When it is expected to close.'),
		closed: optionalMoment.describe('When it was won or lost.'),
		changed: optionalMoment.describe('When stage, amount or expected close last moved.'),
		updated,
	})
	.refine((row) => row.status === 'open' || row.closed !== null, { message: 'a won or lost deal needs the day on which it was closed', path: ['closed'], params: { code: 'missing' } });

export const meetingRow = z.object({
	external_id: externalId,
	kind: text(50).min(1).default('meeting').describe('Such as `demo`.'),
	booked_by: owner.describe('Who booked it: e-mail or name.'),
	owner,
	account: optionalText(300).describe('With whom: the customer’s name.'),
	deal: optionalText(200).describe('The `external_id` of its deal.'),
	lead: optionalText(200).describe('The `external_id` of its lead.'),
	booked_at: moment.describe('When it was booked: it counts as booked then.'),
	scheduled_for: optionalMoment.describe('When it is to be.'),
	status: z.enum(['scheduled', 'held', 'no_show', 'cancelled', 'rescheduled'], { message: 'expected scheduled, held, no_show, cancelled or rescheduled' }).default('scheduled').describe('What became of it.'),
	held_at: optionalMoment.describe('When it was held, or missed.'),
	replaces: optionalText(200).describe('The `external_id` of the meeting that it was moved from.'),
	moved_by: z
		.enum(['seller', 'buyer'], { message: 'expected seller or buyer' })
		.nullish()
		.transform((value) => value ?? null)
		.describe('Who moved it.'),
	updated,
});

export const activityRow = z.object({
	external_id: externalId,
	kind: z.enum(['call', 'email', 'linkedin', 'note'], { message: 'expected call, email, linkedin or note' }).describe('What was done.'),
	direction: z
		.enum(['outbound', 'inbound'], { message: 'expected outbound or inbound' })
		.nullish()
		.transform((value) => value ?? null)
		.describe('Who began.'),
	outcome: optionalText(50).describe('Such as `connected` or `busy`.'),
	owner,
	account: optionalText(300).describe('With whom: the customer’s name.'),
	deal: optionalText(200).describe('The `external_id` of its deal.'),
	lead: optionalText(200).describe('The `external_id` of its lead.'),
	meaningful: optionalFlag.describe('Whether it came to a real conversation.'),
	at: moment.describe('When it was.'),
	seconds: z
		.number({ message: 'expected a number of seconds' })
		.int({ message: 'expected whole seconds' })
		.min(0, { message: 'expected no less than 0 seconds' })
		.nullish()
		.transform((value) => value ?? null)
		.describe('How long it took.'),
	updated,
});

export const proposalRow = z.object({
	external_id: externalId,
	deal: optionalText(200).describe('The `external_id` of its deal.'),
	owner,
	sent: moment.describe('When it was sent.'),
	updated,
});

/** A customer or a company that may become one. */
export const accountRow = z.object({
	external_id: externalId,
	name: required(300).describe('What it is called; deals name it so.'),
	region: optionalText(200).describe('Where it is.'),
	owner,
	created: optionalMoment.describe('When it became known.'),
	churned: optionalMoment.describe('When it left.'),
	updated,
});

export const leadRow = z.object({
	external_id: externalId,
	name: optionalText(300).describe('What it is called.'),
	account: optionalText(300).describe('The company’s name.'),
	owner,
	sdr: owner.describe('Who works on it first: e-mail or name.'),
	lead_source: optionalText(200).describe('Where it came from.'),
	channel: optionalText(200).describe('Through which channel.'),
	rating: z
		.enum(['likely', 'possible', 'unlikely'], { message: 'expected likely, possible or unlikely' })
		.nullish()
		.transform((value) => value ?? null)
		.describe('How good it looks.'),
	created: moment.describe('When it came.'),
	first_response: optionalMoment.describe('When somebody first answered.'),
	mql: optionalMoment.describe('When marketing found it good.'),
	sql: optionalMoment.describe('When sales found it good.'),
	passed: optionalMoment.describe('When it was passed on to a seller.'),
	accepted: optionalMoment.describe('When the seller took it.'),
	on_forecast: optionalMoment.describe('When it came on the forecast.'),
	disqualified: optionalMoment.describe('When it was found to be none.'),
	updated,
});

/** A change of what an account pays every month; the kind says which way. */
export const movementRow = z.object({
	external_id: externalId,
	kind: z.enum(['new', 'expansion', 'contraction', 'churn'], { message: 'expected new, expansion, contraction or churn' }).describe('Which way the monthly amount moved.'),
	account: required(300).describe('The customer’s name.'),
	owner,
	amount: decimal.refine((value) => !value.startsWith('-'), { message: 'expected no less than 0: the kind says which way it goes', params: { code: 'negative' } }).describe('By how much a month, never below 0.'),
	currency: optionalCurrency.describe('By ISO 4217; the currency of the workspace unless given.'),
	at: moment.describe('When it took effect.'),
	updated,
});

export const surveyRow = z.object({
	external_id: externalId,
	account: optionalText(300).describe('The customer’s name.'),
	owner,
	satisfied: flag.describe('Whether they were.'),
	at: moment.describe('When they answered.'),
	updated,
});

export const figureNames = ['selling_cost', 'marketing_cost', 'web_visits', 'market_size', 'largest_rival'] as const;
export type FigureName = (typeof figureNames)[number];

/** What is known of a month from elsewhere. */
export const figureRow = z.object({
	external_id: externalId,
	name: z.enum(figureNames, { message: `expected ${figureNames.join(', ')}` }).describe('Which figure it is.'),
	scope: text(300).refine((scope) => scope === 'company' || scope.startsWith('team:'), { message: 'expected company or team:<name>', params: { code: 'unknown_scope' } }).default('company').describe('`company` or `team:<name>`.'),
	month: z.string().trim().refine((month) => isDay(`${month}-01`), { message: 'expected a month as YYYY-MM', params: { code: 'not_a_period' } }).describe('The month it is of.'),
	value: decimal.describe('In the currency of the workspace where it is money.'),
	currency: optionalCurrency.describe('By ISO 4217; the currency of the workspace unless given.'),
	updated,
});

export const positionRow = z.object({
	external_id: externalId,
	title: optionalText(200).describe('What it is called.'),
	team: optionalText(100).describe('The team’s name.'),
	role: optionalText(50).describe('Such as `sdr` or `ae`.'),
	opened: day.describe('When it was opened.'),
	filled: optionalDay.describe('When it was filled.'),
	updated,
});

export const factEntities = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'] as const;
export type FactEntity = (typeof factEntities)[number];

export const deletedRow = z.object({
	entity: z.enum(factEntities, { message: `expected ${factEntities.join(', ')}` }).describe('The list that the row came in.'),
	external_id: key.describe('Its id there: the row of this source is taken out.'),
	updated,
});

export const targetRow = z.object({
	metric: required(100).describe('The id of a metric.'),
	scope: required(300).describe('`company`, `team:<name>`, or `person:<e-mail or name>`.'),
	period: required(20).describe('A month, a quarter, a year, a week or a day.'),
	value: decimal.nullable().describe('In units of the metric; money in the currency of the workspace, rates as a share; null clears.'),
});

// Compiled: rows come by the ten thousand, and the parsers as they are take three times as long and make most of the garbage.
export const rowSchemas = {
	people: z.compile(personRow),
	deals: z.compile(dealRow),
	meetings: z.compile(meetingRow),
	activities: z.compile(activityRow),
	proposals: z.compile(proposalRow),
	accounts: z.compile(accountRow),
	leads: z.compile(leadRow),
	movements: z.compile(movementRow),
	surveys: z.compile(surveyRow),
	figures: z.compile(figureRow),
	positions: z.compile(positionRow),
	deleted: z.compile(deletedRow),
	targets: z.compile(targetRow),
};
export type RowKind = keyof typeof rowSchemas;

export type PersonRow = z.infer<typeof personRow>;
export type DealRow = z.infer<typeof dealRow>;
export type MeetingRow = z.infer<typeof meetingRow>;
export type ActivityRow = z.infer<typeof activityRow>;
export type ProposalRow = z.infer<typeof proposalRow>;
export type AccountRow = z.infer<typeof accountRow>;
export type LeadRow = z.infer<typeof leadRow>;
export type MovementRow = z.infer<typeof movementRow>;
export type SurveyRow = z.infer<typeof surveyRow>;
export type FigureRow = z.infer<typeof figureRow>;
export type PositionRow = z.infer<typeof positionRow>;
export type DeletedRow = z.infer<typeof deletedRow>;
export type TargetRow = z.infer<typeof targetRow>;

/** The rows of one push that are well formed, each with its place in the list it came in. */
export interface FactBatch {
	source: string;
	/** The rows are a file's, which comes when somebody brings it. */
	isFile: boolean;
	people: { index: number; row: PersonRow }[];
	deals: { index: number; row: DealRow }[];
	meetings: { index: number; row: MeetingRow }[];
	activities: { index: number; row: ActivityRow }[];
	proposals: { index: number; row: ProposalRow }[];
	accounts: { index: number; row: AccountRow }[];
	leads: { index: number; row: LeadRow }[];
	movements: { index: number; row: MovementRow }[];
	surveys: { index: number; row: SurveyRow }[];
	figures: { index: number; row: FigureRow }[];
	positions: { index: number; row: PositionRow }[];
	deleted: { index: number; row: DeletedRow }[];
}
