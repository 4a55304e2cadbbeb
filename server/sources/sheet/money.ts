/** The currency of each amount: what its row says, else what stands beside the figure, else what whoever imports has said. */
import type { Bound } from './columns.ts';
import { currencyOf, isCurrencyCode } from './currency.ts';
import type { Currencies } from './currency.ts';
import { currencyMark } from './decimals.ts';

/** Puts the currency into a row that has one of its own, and says why the row cannot be taken. */
export function settleCurrency(row: Record<string, unknown>, amount: Bound | undefined, cells: readonly string[], currencies: Currencies): string | null {
	if (!amount || row[amount.field] === undefined) return null;
	const mark = currencyMark(amount.text(cells));
	const beside = mark === '' ? currencies.said : currencyOf(mark, currencies);
	const { workspace } = currencies;
	// A target has no currency but the workspace's.
	if (amount.field === 'value') return beside !== null && workspace !== null && beside !== workspace ? `a target is in the workspace's currency, ${workspace}` : null;
	const own = typeof row['currency'] === 'string' ? row['currency'] : null;
	if (own === null) {
		// Without one it is the workspace's, however it is written.
		if (beside !== null && beside !== workspace) row['currency'] = beside;
		return null;
	}
	const code = isCurrencyCode(own.toUpperCase()) ? own.toUpperCase() : (currencyOf(own, currencies) ?? own);
	row['currency'] = code;
	return mark !== '' && isCurrencyCode(code) && currencyOf(mark, { said: code, workspace: null }) !== code ? `the amount is in ${mark}, the currency ${code}` : null;
}
