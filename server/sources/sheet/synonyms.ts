/**
 * Names by which a column is known, whatever their case and punctuation. Those before a bar are preferred to those after it; of two
 * columns that are called by names on the same side of it, either may be meant.
 */
import type { SheetKind } from './mapping.ts';

const tiers = (text: string): string[][] => text.split('|').map((tier) => tier.trim().split(/\s+/));
const id = 'externalid id recordid uid guid key';
const owner = 'owner owneremail ownername salesrep salesrepresentative rep representative salesperson salesagent agent seller assignedto assignee säljare ägare ansvarig verkäufer vertriebler besitzer zuständig | user';
const account = 'account accountname | company companyname organisation organization | customer customername client kund kundnamn företag bolag kunde kundenname firma unternehmen';
const updated = 'updated updatedat updatedate updateddate | modified modifiedat modifieddate modifiedtime lastmodified lastmodifieddate ändrad uppdaterad geändert geändertam';
const deal = 'deal dealid opportunity opportunityid affär';
const created = 'created createdat createddate createdtime createdon createdate creationdate skapad skapadden skapat erstellt erstelltam erstelldatum angelegtam';

export const synonyms: Record<SheetKind, Record<string, string[][]>> = {
	people: {
		id: tiers('id employeeid personid userid'),
		email: tiers('email emailaddress mail epost epostadress'),
		name: tiers('name fullname namn | salesagent salesperson salesrep rep employee seller agent säljare mitarbeiter verkäufer'),
		team: tiers('team teamname lag | group grupp gruppe | office regionaloffice kontor | department avdelning abteilung'),
		team_from: tiers('teamfrom teamsince'),
		role: tiers('role roll rolle | jobtitle title position titel'),
		manager: tiers('manager managername | supervisor chef vorgesetzter'),
		start: tiers('start startdate hired hiredate hiredon startdatum anställd eintritt'),
		end: tiers('end enddate left leftdate terminationdate slutdatum austritt'),
	},
	accounts: {
		external_id: tiers(`${id} accountid companyid customerid`),
		name: tiers(`name namn | ${account}`),
		region: tiers('region territory | country land | location officelocation ort stad'),
		owner: tiers(`accountowner accountmanager ${owner}`),
		created: tiers(created),
		churned: tiers('churned churnedat churndate cancelled cancelledat'),
		updated: tiers(updated),
	},
	deals: {
		external_id: tiers(`${id} dealid opportunityid`),
		name: tiers('name dealname opportunityname dealtitle affärsnamn | deal opportunity affär | title titel subject'),
		owner: tiers(`dealowner dealownername opportunityowner opportunityownername ${owner}`),
		sdr: tiers('sdr bdr salesdevelopmentrep'),
		stage: tiers('stage dealstage opportunitystage pipelinestage salesstage stagename steg säljsteg fas phase verkaufsphase'),
		status: tiers('status dealstatus opportunitystatus'),
		amount: tiers('amount value dealvalue dealamount closevalue netamount totalamount total totalvalue totalprice revenue belopp värde summa ordervärde betrag wert summe auftragswert umsatz gesamtbetrag gesamt | price pris preis'),
		currency: tiers('currency currencycode currencyisocode dealcurrency opportunitycurrency amountcurrency currencyofvalue valuta währung devise moneda'),
		type: tiers('type dealtype opportunitytype'),
		account: tiers(account),
		product: tiers('product productname produkt'),
		region: tiers('region territory'),
		channel: tiers('channel kanal'),
		lead_source: tiers('leadsource | source'),
		lost_reason: tiers('lostreason lossreason reasonlost closedlostreason'),
		first_touch: tiers('firsttouch firsttouchdate firstcontact'),
		created: tiers(`${created} dealcreated | engagedate opened opendate`),
		expected_close: tiers('expectedclose expectedclosedate estimatedclosedate forecastdate'),
		closed: tiers('closed closedat closeddate closedon closedate closingdate dateclosed dealclosedon wondate stängd stängdatum avslutad avslutat avslutsdatum slutdatum abschluss abschlussdatum abgeschlossen abgeschlossenam geschlossen geschlossenam'),
		changed: tiers('changed changedat stagechanged laststagechangedate'),
		updated: tiers(updated),
	},
	activities: {
		external_id: tiers(`${id} activityid callid`),
		kind: tiers('kind type activitytype typ art | channel'),
		direction: tiers('direction calldirection calltype riktning richtung'),
		outcome: tiers('outcome result callresult calloutcome callstatus disposition utfall resultat ergebnis'),
		owner: tiers(`callowner callownername madeby ${owner}`),
		account: tiers(`${account} | contact contactid contactname lead`),
		deal: tiers(deal),
		at: tiers('at time date datetime timestamp starttime calltime callstarttime calldate startedat tid datum tidpunkt zeitpunkt uhrzeit | createdat'),
		seconds: tiers('seconds duration durationseconds durationinseconds callduration calldurationseconds calldurationinseconds längd samtalslängd dauer'),
		updated: tiers(updated),
	},
	meetings: {
		external_id: tiers(`${id} meetingid`),
		kind: tiers('kind type meetingtype typ'),
		booked_by: tiers('bookedby bookedbyemail scheduledby bokadav gebuchtvon | sdr | createdby'),
		owner: tiers(`host organizer ${owner}`),
		account: tiers(account),
		deal: tiers(deal),
		booked_at: tiers(`bookedat booked bookedon bookingdate bokad bokades gebucht gebuchtam | ${created}`),
		scheduled_for: tiers('scheduledfor scheduled scheduledat meetingdate mötesdatum termin | date start starttime when datum'),
		status: tiers('status outcome meetingstatus'),
		held_at: tiers('heldat held heldon'),
		replaces: tiers('replaces rescheduledfrom'),
		moved_by: tiers('movedby rescheduledby'),
		updated: tiers(updated),
	},
	proposals: {
		external_id: tiers(`${id} proposalid quoteid offerid`),
		deal: tiers(deal),
		owner: tiers(owner),
		sent: tiers('sent sentat senton sentdate skickad gesendet gesendetam verschickt | date datum'),
		updated: tiers(updated),
	},
	targets: {
		metric: tiers('metric kpi mätetal kennzahl'),
		scope: tiers('scope'),
		period: tiers('period month quarter year månad kvartal år monat quartal jahr zeitraum'),
		value: tiers('value target quota goal amount mål ziel'),
	},
};
