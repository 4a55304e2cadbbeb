/** Customers, money, people (KPIS.md §5). */
import type { Metric } from '../metric.ts';

export const customers = {} as const satisfies Record<string, Metric>;
