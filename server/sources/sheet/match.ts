/** A mapping for a sheet whose columns carry our own names or the usual ones, so that most exports need no mapping at all. */
import { nameKey } from './columns.ts';
import type { Fields, Rule, SheetKind } from './mapping.ts';
import { rule, valueMap } from './mapping.ts';

const words = (text: string): string[] => text.split(' ');
const owner = words('owner owneremail ownername salesrep rep representative salesperson salesagent agent seller assignedto assignee user säljare ägare');
const id = words('externalid id recordid uid guid key');
const account = words('account accountname company companyname organisation organization customer customername client kund företag');
const updated = words('updated updatedat modified modifiedat lastmodified lastmodifieddate lastmodifieddate updateddate modifieddate');
const deal = words('deal dealid opportunity opportunityid affär');

/** Names by which a column is known, in order of preference; punctuation and case do not matter. */
const usual: Record<SheetKind, Record<string, string[]>> = {
	people: {
		id: words('id employeeid personid userid'),
		email: words('email emailaddress mail epost'),
		name: words('name fullname salesagent salesperson salesrep rep employee seller agent namn säljare'),
		team: words('team teamname group office regionaloffice department lag'),
		team_from: words('teamfrom teamsince'),
		role: words('role jobtitle title position roll'),
		manager: words('manager managername supervisor chef'),
		start: words('start startdate hired hiredate hiredon'),
		end: words('end enddate left leftdate terminationdate'),
	},
	accounts: {
		external_id: [...id, ...words('accountid companyid customerid')],
		name: words('name accountname account company companyname organisation organization customer customername kund företag'),
		region: words('region territory country location officelocation'),
		owner: [...owner, 'accountowner', 'accountmanager'],
		created: words('created createdat createddate createdon createdate creationdate skapad'),
		churned: words('churned churnedat churndate cancelled cancelledat'),
		updated,
	},
	deals: {
		external_id: [...id, ...words('dealid opportunityid')],
		name: words('name dealname opportunityname deal opportunity title subject'),
		owner: [...owner, ...words('dealowner opportunityowner')],
		sdr: words('sdr bdr salesdevelopmentrep'),
		stage: words('stage dealstage opportunitystage pipelinestage salesstage stagename'),
		status: words('status dealstatus opportunitystatus'),
		amount: words('amount value dealvalue dealamount closevalue netamount price total revenue belopp värde'),
		currency: words('currency currencycode valuta'),
		type: words('type dealtype opportunitytype'),
		account,
		product: words('product productname produkt'),
		region: words('region territory'),
		channel: words('channel kanal'),
		lead_source: words('leadsource source'),
		lost_reason: words('lostreason lossreason reasonlost closedlostreason'),
		first_touch: words('firsttouch firsttouchdate firstcontact'),
		created: words('created createdat createddate createdon createdate creationdate engagedate opened opendate skapad'),
		expected_close: words('expectedclose expectedclosedate estimatedclosedate forecastdate'),
		closed: words('closed closedat closeddate closedon closedate wondate stängd'),
		changed: words('changed changedat stagechanged laststagechangedate'),
		updated,
	},
	activities: {
		external_id: [...id, ...words('activityid callid')],
		kind: words('kind type activitytype channel'),
		direction: words('direction calldirection calltype'),
		outcome: words('outcome result callresult calloutcome callstatus disposition utfall'),
		owner: [...owner, ...words('callowner callownername madeby')],
		account: [...account, ...words('contact contactid contactname lead')],
		deal,
		at: words('at time date datetime timestamp starttime calltime callstarttime calldate startedat createdat tid datum'),
		seconds: words('seconds duration durationseconds durationinseconds callduration calldurationseconds calldurationinseconds'),
		updated,
	},
	meetings: {
		external_id: [...id, 'meetingid'],
		kind: words('kind type meetingtype'),
		booked_by: words('bookedby bookedbyemail createdby sdr scheduledby'),
		owner: [...owner, 'host', 'organizer'],
		account,
		deal,
		booked_at: words('bookedat booked bookedon bookingdate created createdat createddate bokad'),
		scheduled_for: words('scheduledfor scheduled scheduledat meetingdate date start starttime when'),
		status: words('status outcome meetingstatus'),
		held_at: words('heldat held heldon'),
		replaces: words('replaces rescheduledfrom'),
		moved_by: words('movedby rescheduledby'),
		updated,
	},
	proposals: {
		external_id: [...id, ...words('proposalid quoteid offerid')],
		deal,
		owner,
		sent: words('sent sentat senton sentdate date skickad'),
		updated,
	},
	targets: {
		metric: words('metric kpi'),
		scope: words('scope'),
		period: words('period month quarter year månad'),
		value: words('value target quota goal amount mål'),
	},
};

const won = words('won closedwon win gewonnen vunnen');
const lost = words('lost closedlost loss lose verloren förlorad');
const statuses = valueMap({
	...Object.fromEntries(won.map((word) => [word, 'won'])),
	...Object.fromEntries(lost.map((word) => [word, 'lost'])),
	'closed won': 'won', 'closed-won': 'won', 'closed lost': 'lost', 'closed-lost': 'lost', 'in progress': 'open', active: 'open',
});

/** What usual words in a column mean. */
const meanings: Partial<Record<SheetKind, Record<string, Partial<Rule>>>> = {
	deals: {
		status: { values: statuses },
		type: { values: valueMap({ 'new business': 'new_business', new: 'new_business', newbusiness: 'new_business', 'existing business': 'expansion', existingbusiness: 'expansion', upsell: 'expansion' }) },
	},
	activities: {
		kind: { values: valueMap({ 'phone call': 'call', phone: 'call', samtal: 'call', 'e-mail': 'email', mail: 'email', mejl: 'email' }) },
		direction: { values: valueMap({ outgoing: 'outbound', out: 'outbound', dialled: 'outbound', dialed: 'outbound', incoming: 'inbound', in: 'inbound', received: 'inbound', missed: 'inbound' }) },
		outcome: { values: valueMap({ answered: 'connected', completed: 'connected', 'no answer': 'no_answer', noanswer: 'no_answer', missed: 'no_answer', 'left voicemail': 'voicemail', 'wrong number': 'wrong_number' }) },
	},
	meetings: {
		status: { values: valueMap({ completed: 'held', done: 'held', attended: 'held', 'no show': 'no_show', 'no-show': 'no_show', noshow: 'no_show', canceled: 'cancelled', planned: 'scheduled', moved: 'rescheduled' }) },
	},
};

/** @param names of the header. */
export function matchColumns(kind: SheetKind, names: readonly string[]): Fields {
	const fields = new Map<string, Rule>();
	const taken = new Set<number>();
	const claim = (field: string, known: readonly string[]): void => {
		for (const word of known) {
			const position = names.findIndex((name, index) => nameKey(name) === nameKey(word) && !taken.has(index));
			if (position < 0) continue;
			taken.add(position);
			fields.set(field, rule({ column: position + 1 }, meanings[kind]?.[field]));
			return;
		}
	};
	const fieldNames = Object.entries(usual[kind]);
	// A column that is called just as a field is that field's, whatever else would take it.
	for (const [field] of fieldNames) claim(field, [field]);
	for (const [field, known] of fieldNames) if (!fields.has(field)) claim(field, known);
	const stage = fields.get('stage');
	// Most CRMs have stages only, of which two are the end.
	if (kind === 'deals' && stage && !fields.has('status')) fields.set('status', { ...stage, values: statuses, otherwise: 'open' });
	return fields;
}
