/** What closes say: why a month cannot be closed, and what has changed since it was. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	changed: 'changed',
	deleted: 'deleted',
	added: 'added',
	entity_deals: 'Deal',
	entity_meetings: 'Meeting',
	entity_activities: 'Activity',
	entity_proposals: 'Proposal',
	entity_accounts: 'Account',
	entity_leads: 'Lead',
	entity_movements: 'Recurring revenue',
	entity_surveys: 'Answer',
	entity_figures: 'Figure',
	entity_positions: 'Position',
	fromTo: '{field}: {from} → {to}',
	is: '{field}: {value}',
	none: 'none',
	targetChanged: 'Target of {who} for {metric}, {period}: {from} → {to}',
	noTarget: 'none',
	company: 'the company',
} as const;

const sv: Translation<typeof en> = {
	changed: 'ändrad',
	deleted: 'borttagen',
	added: 'tillagd',
	entity_deals: 'Affär',
	entity_meetings: 'Möte',
	entity_activities: 'Aktivitet',
	entity_proposals: 'Offert',
	entity_accounts: 'Kund',
	entity_leads: 'Lead',
	entity_movements: 'Återkommande intäkt',
	entity_surveys: 'Svar',
	entity_figures: 'Uppgift',
	entity_positions: 'Tjänst',
	fromTo: '{field}: {from} → {to}',
	is: '{field}: {value}',
	none: 'inget',
	targetChanged: 'Mål för {who} i {metric}, {period}: {from} → {to}',
	noTarget: 'inget',
	company: 'företaget',
};

export const closeWords: Catalogue<typeof en> = { en, sv };
