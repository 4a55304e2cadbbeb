/** What the page fetches later is asked for only where it can be had: engines do not ask again for a script that once failed. */
import { afterEach, expect, test, vi } from 'vitest';
import { loadLater } from '../../display/tv/link/later.ts';

afterEach(() => void vi.unstubAllGlobals());
const served = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', answer);

test('a server that is away, or is not well, is not asked for the script itself; it may be asked again', async () => {
	const load = vi.fn(() => Promise.resolve('whole'));
	served(() => Promise.reject(new TypeError('Failed to fetch')));
	await expect(loadLater(load)).rejects.toThrow('Failed to fetch');
	served(() => Promise.resolve(new Response('', { status: 502 })));
	await expect(loadLater(load)).rejects.toThrow('the server answers 502');
	expect(load).not.toHaveBeenCalled();
	served(() => Promise.resolve(new Response('<svg/>')));
	expect(await loadLater(load)).toBe('whole');
	expect(load).toHaveBeenCalledTimes(1);
});
