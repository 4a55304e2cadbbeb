import { expect, test } from 'vitest';
import { createSetupCode } from '../../../server/http/setup-code.ts';

test('[check 1] a set-up code is good for an hour; whoever comes later finds a new one printed', () => {
	const told: string[] = [];
	const now = { ms: 1000 };
	const code = createSetupCode(true, (one) => told.push(one), () => now.ms);
	code.announce();
	now.ms += 3_600_000 - 1;
	code.freshen();
	expect(told).toHaveLength(1);
	now.ms += 1;
	expect(code.matches(told[0] ?? '')).toBe(false);
	expect(told).toHaveLength(2);
	code.freshen();
	expect(told).toHaveLength(2);
	now.ms += 3_600_000;
	code.freshen();
	expect([told.length, new Set(told).size]).toEqual([3, 3]);
	expect(code.matches(told[2]?.toLowerCase() ?? '')).toBe(true);
	code.close();
	now.ms += 3_600_000;
	code.freshen();
	expect([code.isOpen(), told.length, code.matches(told[2] ?? '')]).toEqual([false, 3, false]);
});
