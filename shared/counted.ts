/** Sentences with counts in them. */
import { fill } from './words/language.ts';

/** `counted('{count} {row|rows}', { count: '1' })` → `1 row`: of two forms the first where the number before it is one. */
export const counted = (text: string, values: Record<string, string | number>): string =>
	fill(text.replace(/\{(\w+)\}([^{}]*)\{([^{}|]*)\|([^{}|]*)\}/g, (_whole, name: string, between: string, one: string, many: string) => `{${name}}${between}${String(values[name]) === '1' ? one : many}`), values);
