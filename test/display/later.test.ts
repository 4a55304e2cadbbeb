/** What the page fetches later is asked for only where it can be had: engines do not ask again for a script that once failed. */
import { afterEach, expect, test, vi } from 'vitest';
import { canBeHad } from '../../display/tv/link/later.ts';

afterEach(() => void vi.unstubAllGlobals());
const ok = (): Response => new Response('<svg/>');
const served = (answer: (path: string, how: RequestInit) => Promise<Response>) => vi.stubGlobal('fetch', answer);
const away = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));
const keeping = (stored: Record<string, string>) => vi.stubGlobal('window', { localStorage: { getItem: (name: string) => stored[name] ?? null } });

test('not of a server that is away or not well, and of one that is', async () => {
	keeping({});
	served(away);
	expect(await canBeHad()).toBe(false);
	served(() => Promise.resolve(new Response('', { status: 502 })));
	expect(await canBeHad('place')).toBe(false);
	served(() => Promise.resolve(ok()));
	expect(await canBeHad()).toBe(true);
});

test('of a server that is away, what the browser itself has kept', async () => {
	keeping({ place: 'http://wall.test/assets/moments-1.js' });
	const kept = (path: string, { cache }: RequestInit) => (path.endsWith('moments-1.js') && cache === 'only-if-cached' ? Promise.resolve(ok()) : away());
	served(kept);
	expect([await canBeHad('place'), await canBeHad('another'), await canBeHad()]).toEqual([true, false, false]);
});
