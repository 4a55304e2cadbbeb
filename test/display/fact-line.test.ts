import { expect, test } from 'vitest';
import { factText } from '../../display/admin/fact-line.ts';
import type { ListedFact } from '../../shared/why-api.ts';
import { whyWords } from '../../shared/words/why.ts';

const fact = (part: Partial<ListedFact>): Parameters<typeof factText>[0] =>
	({ entity: 'deals', source: 'crm', externalId: '1', day: '2026-11-02', at: null, person: null, owner: null, name: null, account: null, kind: null, outcome: null, ...part }) as ListedFact; // The rest of a row is not read for its text.

test('a line about a monthly figure, a movement, an answer or a lead has our words in the language of the workspace', () => {
	expect(factText(fact({ entity: 'figures', name: 'selling_cost', kind: 'company', outcome: '132912' }), whyWords.en)).toBe('Monthly figure selling cost, company, 132912');
	expect(factText(fact({ entity: 'figures', name: 'selling_cost', kind: 'company', outcome: '132912' }), whyWords.sv)).toBe('Månadssiffra säljkostnad, företaget, 132912');
	expect(factText(fact({ entity: 'movements', account: 'Acme', kind: 'churn' }), whyWords.sv)).toBe(`${whyWords.sv.entity_movements}, Acme, uppsägning`);
	expect(factText(fact({ entity: 'surveys', account: 'Acme', outcome: 'not_satisfied' }), whyWords.sv)).toBe(`${whyWords.sv.entity_surveys}, Acme, inte nöjd`);
	expect(factText(fact({ entity: 'leads', name: 'new', kind: 'likely' }), whyWords.en)).toBe(`${whyWords.en.entity_leads} new, likely`);
});
