/** The words of scorecards and of what is told apart. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	scorecardTitle: 'Key figures',
	ofBase: '{base}: {metric}',

	titled: '{metric} {by}',
	by_team: 'by team',
	by_person: 'by person',
	by_region: 'by region',
	by_channel: 'by channel',
	by_product: 'by product',
	by_type: 'by type',
	by_stage: 'by stage',
	by_lead_source: 'by lead source',
	by_forecast_category: 'by forecast category',
	by_outcome: 'by outcome',
	by_account: 'by account',

	notSaid: 'Not said',
	isNew: 'new',
	andMore: 'and {count} more',
	andMoreOf: 'and {count} more: {value}',
	notHere: 'These figures are not for this screen.',

	type_new_business: 'New business',
	type_expansion: 'Expansion',
	type_renewal: 'Renewal',

	forecast_category_won: 'Won',
	forecast_category_commit: 'Commit',
	forecast_category_best_case: 'Best case',
	forecast_category_pipeline: 'Pipeline',

	outcome_connected: 'Connected',
	outcome_no_answer: 'No answer',
	outcome_voicemail: 'Voicemail',
	outcome_busy: 'Busy',
	outcome_wrong_number: 'Wrong number',
	outcome_replied: 'Replied',
	outcome_opened: 'Opened',
	outcome_bounced: 'Bounced',
	outcome_none: 'No reaction',
} as const;

const sv: Translation<typeof en> = {
	scorecardTitle: 'Nyckeltal',
	ofBase: '{base}: {metric}',

	titled: '{metric} {by}',
	by_team: 'per team',
	by_person: 'per person',
	by_region: 'per region',
	by_channel: 'per kanal',
	by_product: 'per produkt',
	by_type: 'per typ',
	by_stage: 'per steg',
	by_lead_source: 'per leadkälla',
	by_forecast_category: 'per prognoskategori',
	by_outcome: 'per utfall',
	by_account: 'per kund',

	notSaid: 'Inte angivet',
	isNew: 'nytt',
	andMore: 'och {count} till',
	andMoreOf: 'och {count} till: {value}',
	notHere: 'De här siffrorna är inte för den här skärmen.',

	type_new_business: 'Nyförsäljning',
	type_expansion: 'Utökning',
	type_renewal: 'Förnyelse',

	forecast_category_won: 'Vunnet',
	forecast_category_commit: 'Säkert',
	forecast_category_best_case: 'Bästa fall',
	forecast_category_pipeline: 'Pipeline',

	outcome_connected: 'Svarade',
	outcome_no_answer: 'Inget svar',
	outcome_voicemail: 'Röstbrevlåda',
	outcome_busy: 'Upptaget',
	outcome_wrong_number: 'Fel nummer',
	outcome_replied: 'Svarade på mejlet',
	outcome_opened: 'Öppnade',
	outcome_bounced: 'Studsade',
	outcome_none: 'Ingen reaktion',
};

export const toldApartWords: Catalogue<typeof en> = { en, sv };
