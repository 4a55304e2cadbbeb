import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shares } from '../../../server/metrics/shares.ts';

test('a whole is divided by weights, what is left over going to the largest remainders', () => {
	expect(shares(100, [1, 1, 1])).toEqual([34, 33, 33]);
	expect(shares(10, [21, 22, 22])).toEqual([3, 4, 3]);
	expect(shares(7, [0, 1, 0])).toEqual([0, 7, 0]);
	expect(shares(2, [0, 3, 3, 3])).toEqual([0, 1, 1, 0]);
	expect(shares(0, [1, 2])).toEqual([0, 0]);
	expect(shares(5, [0, 0])).toEqual([3, 2]);
});

test('the parts always sum to the whole, none is off by one or more, and none without weight gets anything', () => {
	const weights = fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 12 });
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 1e15 }), weights, (whole, given) => {
			const parts = shares(whole, given);
			expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
			const total = given.reduce((sum, weight) => sum + BigInt(weight), 0n);
			parts.forEach((part, index) => {
				expect(part).toBeGreaterThanOrEqual(0);
				if (total === 0n) return;
				const weight = BigInt(given[index] ?? 0);
				const off = BigInt(part) * total - BigInt(whole) * weight;
				expect(off < total && -off < total).toBe(true);
				if (weight === 0n) expect(part).toBe(0);
			});
		}),
	);
});
