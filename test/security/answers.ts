/** What an answer may be, whatever was asked. */
import { expect } from 'vitest';
import type { Answer } from '../server/http/support.ts';
import type { Floor } from './floor.ts';

/** Places in our code, or on our disk, or of what we are built with. */
const innards = /node_modules|\.ts:\d|\n\s+at |file:\/\/|SQLITE_|better-sqlite3|\/tmp\/|ZodError/;

/** It is a success, or a 4xx that says what was wrong in our form and leaves everything as it was. */
export function demandClear(floor: Floor, { status, json, text, headers }: Answer, before: string): void {
	expect(floor.faults).toEqual([]);
	expect(status < 500, `${status} ${text.slice(0, 300)}`).toBe(true);
	expect(status).toBeGreaterThanOrEqual(200);
	if (status < 400) return;
	expect(headers['content-type']).toBe('application/json; charset=utf-8');
	expect(json).toMatchObject({ error: expect.stringMatching(/^[a-z][a-z_]{1,40}$/), message: expect.stringMatching(/\S/) });
	expect(Object.keys(json).filter((name) => !['error', 'message', 'field'].includes(name))).toEqual([]);
	if ('field' in json) expect(json.field).toEqual(expect.any(String));
	expect(innards.test(text), text).toBe(false);
	expect(text.length).toBeLessThan(3_000);
	expect(floor.digest() === before, 'something was written').toBe(true);
}
