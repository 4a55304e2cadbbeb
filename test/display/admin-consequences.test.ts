/** What several changes in a row did to the figures. */
import { expect, test } from 'vitest';
import { joined } from '../../display/admin/consequences.ts';
import type { Consequence } from '../../shared/consequence.ts';

const sales = (name: string, before: string, after: string): Consequence => ({ metric: 'sales', label: 'Sales', scope: `team:${name}`, name, period: '2026-11', periodLabel: 'November 2026', before, after });

test('several changes read as one: from what stood before the first to what stands after the last', () => {
	expect(joined([sales('North', '€1', '€2'), sales('South', '€5', '€6')], [sales('North', '€2', '€3'), sales('South', '€6', '€5')])).toEqual([sales('North', '€1', '€3')]);
});
