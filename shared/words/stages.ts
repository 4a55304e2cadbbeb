/** The words of funnels and pipelines. */
import type { Catalogue, Translation } from './language.ts';

const en = {
	funnel_calls: 'From call to deal',
	funnel_leads: 'From lead to customer',
	funnel_reach: 'From reach to forecast',
	fromTo: '{first} → {last}',
	passed: 'Passed to sales',
	onForecast: 'On the forecast',
	customers: 'Customers',
	aboveUsual: '{points} above',
	belowUsual: '{points} below',
	asUsual: 'as usual',
	usual: 'usual {range}',
	leak: '“{step}” lags most: {rate} come this far, usually {usual}. As usual would be {more} more.',
	leakOn: '“{step}” lags most: {rate} come this far, usually {usual}. As usual would be {more} more, and {end} more at “{last}”.',

	pipelineTitle: 'Pipeline by stage',
	openDeal: '1 open deal',
	openDeals: '{count} open deals',
	approximate: '{deals}, some as first known',
	noneOpen: 'No deals are open. Stages appear here with the first open deal.',
	deal: '1 deal',
	deals: '{count} deals',
	inStage: '{days} in stage',
	stalled: '{count} stalled',
	enough: 'enough',
	tooLittle: 'too little',
	needed: 'needs {times} at {rate} won',
	ofMissing: 'of what is missing',
} as const;

const sv: Translation<typeof en> = {
	funnel_calls: 'Från samtal till affär',
	funnel_leads: 'Från lead till kund',
	funnel_reach: 'Från kontakt till prognos',
	fromTo: '{first} → {last}',
	passed: 'Lämnade till sälj',
	onForecast: 'I prognosen',
	customers: 'Kunder',
	aboveUsual: '{points} över',
	belowUsual: '{points} under',
	asUsual: 'som vanligt',
	usual: 'vanligt {range}',
	leak: '”{step}” släpar mest: {rate} når hit, vanligen {usual}. Som vanligt vore {more} till.',
	leakOn: '”{step}” släpar mest: {rate} når hit, vanligen {usual}. Som vanligt vore {more} till, och {end} till vid ”{last}”.',

	pipelineTitle: 'Pipeline per steg',
	openDeal: '1 öppen affär',
	openDeals: '{count} öppna affärer',
	approximate: '{deals}, några som först kända',
	noneOpen: 'Inga affärer är öppna. Stegen syns här med den första öppna affären.',
	deal: '1 affär',
	deals: '{count} affärer',
	inStage: '{days} i steget',
	stalled: '{count} står still',
	enough: 'det räcker',
	tooLittle: 'för lite',
	needed: 'kräver {times} när {rate} vinns',
	ofMissing: 'av det som fattas',
};

export const stageWords: Catalogue<typeof en> = { en, sv };
