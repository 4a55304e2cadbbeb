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
	.refine(isMoment, { message: 'expected an ISO 8601 date or time', params: { code: 'not_a_time' } });
export const day = z.string().trim().refine(isDay, { message: 'expected a date as YYYY-MM-DD', params: { code: 'not_a_date' } });
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
const owner = optionalText(200);
const updated = optionalMoment;

export const personRow = z
	.object({
		id: key.nullish().transform((value) => value ?? null),
		email: z
			.string()
			.trim()
			.toLowerCase()
			.max(200, { message: 'at most 200 characters' })
			.refine((value) => /^[^\s@]+@[^\s@]+$/.test(value), { message: 'expected an e-mail address', params: { code: 'not_an_email' } })
			.nullish(),
		name: text(200).min(1).nullish(),
		team: text(100).min(1).nullish(),
		team_from: day.nullish(),
		role: text(50).nullish(),
		manager: text(200).nullish(),
		start: day.nullish(),
		end: day.nullish(),
	})
	.refine((row) => row.email || row.name, { message: 'a person needs an e-mail address or a name', path: ['email'], params: { code: 'missing' } });

export const dealRow = z
	.object({
		external_id: key,
		name: optionalText(300),
		owner,
		sdr: owner,
		stage: optionalText(100),
		status: z.enum(['open', 'won', 'lost'], { message: 'expected open, won or lost' }),
		amount: optionalDecimal,
		currency: optionalCurrency,
		type: z
			.enum(['new_business', 'expansion', 'renewal'], { message: 'expected new_business, expansion or renewal' })
			.nullish()
			.transform((value) => value ?? null),
		account: optionalText(300),
		product: optionalText(200),
		region: optionalText(200),
		channel: optionalText(200),
		lead_source: optionalText(200),
		lost_reason: optionalText(300),
		pipeline: optionalText(100),
		contract_value: optionalDecimal,
		recurring: optionalDecimal,
		cost: optionalDecimal,
		forecast_category: z
			.enum(['commit', 'best_case', 'pipeline'], { message: 'expected commit, best_case or pipeline' })
			.nullish()
			.transform((value) => value ?? null),
		lead: optionalText(200),
		first_touch: optionalMoment,
		created: optionalMoment,
		expected_close: optionalDay,
		closed: optionalMoment,
		changed: optionalMoment,
		updated,
	})
	.refine((row) => row.status === 'open' || row.closed !== null, { message: 'a won or lost deal needs the day on which it was closed', path: ['closed'], params: { code: 'missing' } });

export const meetingRow = z.object({
	external_id: key,
	kind: text(50).min(1).default('meeting'),
	booked_by: owner,
	owner,
	account: optionalText(300),
	deal: optionalText(200),
	lead: optionalText(200),
	booked_at: moment,
	scheduled_for: optionalMoment,
	status: z.enum(['scheduled', 'held', 'no_show', 'cancelled', 'rescheduled'], { message: 'expected scheduled, held, no_show, cancelled or rescheduled' }).default('scheduled'),
	held_at: optionalMoment,
	replaces: optionalText(200),
	moved_by: z
		.enum(['seller', 'buyer'], { message: 'expected seller or buyer' })
		.nullish()
		.transform((value) => value ?? null),
	updated,
});

export const activityRow = z.object({
	external_id: key,
	kind: z.enum(['call', 'email', 'linkedin', 'note'], { message: 'expected call, email, linkedin or note' }),
	direction: z
		.enum(['outbound', 'inbound'], { message: 'expected outbound or inbound' })
		.nullish()
		.transform((value) => value ?? null),
	outcome: optionalText(50),
	owner,
	account: optionalText(300),
	deal: optionalText(200),
	lead: optionalText(200),
	meaningful: optionalFlag,
	at: moment,
	seconds: z
		.number({ message: 'expected a number of seconds' })
		.int({ message: 'expected whole seconds' })
		.min(0, { message: 'expected no less than 0 seconds' })
		.nullish()
		.transform((value) => value ?? null),
	updated,
});

export const proposalRow = z.object({
	external_id: key,
	deal: optionalText(200),
	owner,
	sent: moment,
	updated,
});

/** A customer or a company that may become one. */
export const accountRow = z.object({
	external_id: key,
	name: required(300),
	region: optionalText(200),
	owner,
	created: optionalMoment,
	churned: optionalMoment,
	updated,
});

export const leadRow = z.object({
	external_id: key,
	name: optionalText(300),
	account: optionalText(300),
	owner,
	sdr: owner,
	lead_source: optionalText(200),
	channel: optionalText(200),
	rating: z
		.enum(['likely', 'possible', 'unlikely'], { message: 'expected likely, possible or unlikely' })
		.nullish()
		.transform((value) => value ?? null),
	created: moment,
	first_response: optionalMoment,
	mql: optionalMoment,
	sql: optionalMoment,
	passed: optionalMoment,
	accepted: optionalMoment,
	on_forecast: optionalMoment,
	disqualified: optionalMoment,
	updated,
});

/** A change of what an account pays every month; the kind says which way. */
export const movementRow = z.object({
	external_id: key,
	kind: z.enum(['new', 'expansion', 'contraction', 'churn'], { message: 'expected new, expansion, contraction or churn' }),
	account: required(300),
	owner,
	amount: decimal.refine((value) => !value.startsWith('-'), { message: 'expected no less than 0: the kind says which way it goes', params: { code: 'negative' } }),
	currency: optionalCurrency,
	at: moment,
	updated,
});

export const surveyRow = z.object({ external_id: key, account: optionalText(300), owner, satisfied: flag, at: moment, updated });

export const figureNames = ['selling_cost', 'marketing_cost', 'web_visits', 'market_size', 'largest_rival'] as const;
export type FigureName = (typeof figureNames)[number];

/** What is known of a month from elsewhere. */
export const figureRow = z.object({
	external_id: key,
	name: z.enum(figureNames, { message: `expected ${figureNames.join(', ')}` }),
	scope: text(300).refine((scope) => scope === 'company' || scope.startsWith('team:'), { message: 'expected company or team:<name>', params: { code: 'unknown_scope' } }).default('company'),
	month: z.string().trim().refine((month) => isDay(`${month}-01`), { message: 'expected a month as YYYY-MM', params: { code: 'not_a_period' } }),
	value: decimal,
	currency: optionalCurrency,
	updated,
});

export const positionRow = z.object({ external_id: key, title: optionalText(200), team: optionalText(100), role: optionalText(50), opened: day, filled: optionalDay, updated });

export const factEntities = ['deals', 'meetings', 'activities', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions'] as const;
export type FactEntity = (typeof factEntities)[number];

export const deletedRow = z.object({
	entity: z.enum(factEntities, { message: `expected ${factEntities.join(', ')}` }),
	external_id: key,
	updated,
});

export const targetRow = z.object({
	metric: required(100),
	scope: required(300),
	period: required(20),
	value: decimal.nullable(),
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
