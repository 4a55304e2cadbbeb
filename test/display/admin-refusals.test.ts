/** What the admin page says where the server refused, or did not answer. */
import { expect, test } from 'vitest';
import { App } from '../../display/admin/app.svelte.ts';
import { api } from '../../display/admin/http.ts';

const say = (status: number, error: string, message = 'in English', language = 'en'): string => new App(api, language).say({ ok: false, status, error, message });

test.each([
	[503, 'no_backup', /^No backup could be made, so nothing was changed\./],
	[503, 'restoring', /^A backup is being put back\./],
	[503, 'stopping', /^The server is stopping/],
	[503, 'disk_failure', /database failed/],
	[507, 'log_full', /^Another program reads/],
	[507, 'disk_full', /disk is full/],
	[503, 'something_else', /^The server had a problem/],
	[503, 'no_answer', /cannot be reached/],
	[502, 'no_answer', /cannot be reached/],
	[0, 'no_connection', /cannot be reached/],
	[429, 'too_many_in_flight', /^Too many/],
])('%i %s is said as what it is', (status, error, says) => {
	expect(say(status, error)).toMatch(says);
	expect(say(status, error, 'in English', 'sv')).not.toMatch(/English|server’s|backup/);
});

test('that a backup is under way is said in the language of the page', () => {
	const said = 'A backup is being made, checked or put back; wait until that is done.';
	expect([say(409, 'busy', said), say(409, 'busy', said, 'sv')]).toEqual([said, 'En säkerhetskopia görs, kontrolleras eller läggs tillbaka; vänta tills det är klart.']);
});
