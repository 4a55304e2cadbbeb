/** What a screen says of itself comes from outside: from its socket, and from where the last one is kept. */
import { z } from 'zod';
import { soundStates, type ScreenReport } from '../../shared/report.ts';

const text = z.string().max(100);
const count = z.number().int().min(0).max(1e9);

const wholeSchema = z.strictObject({
	build: text,
	engine: count,
	width: count,
	height: count,
	panel: text.nullable(),
	board: count.nullable(),
	frames: count,
	inMs: count,
	heap: z.number().min(0).max(1e12).nullable(),
	sound: z.enum(soundStates).nullable(),
	wake: z.enum(['lock', 'video', 'none']),
	isAsleep: z.boolean(),
	isHidden: z.boolean(),
	isPaused: z.boolean(),
});
export const reportSchema: z.ZodType<ScreenReport> = wholeSchema;
/** What a screen may send; together with what it sent before it is a report. */
export const sentSchema = wholeSchema.partial().required({ frames: true, inMs: true });
export type Sent = z.infer<typeof sentSchema>;

/** A report and when it came, in epoch milliseconds. */
export interface KeptReport {
	at: number;
	report: ScreenReport;
}

const keptSchema: z.ZodType<KeptReport> = z.object({ at: z.number(), report: reportSchema });

/** Null for one of an earlier form: the screen says it anew. */
export function readKept(stored: string | null): KeptReport | null {
	if (stored === null) return null;
	const { success, data } = keptSchema.safeParse(JSON.parse(stored));
	return success ? data : null;
}
