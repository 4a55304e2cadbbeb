/** To read changes nothing: over every route that there is. */
import { expect, test } from 'vitest';
import { routesOf } from '../../../server/http/app.ts';
import type { AppContext } from '../../../server/http/context.ts';
import { dumpOf } from '../../support/wall.ts';
import { givenServer, withKey } from './support.ts';

/** What the machine notes of itself as it goes. */
const own = ['session', 'account_seen', 'link_opened', 'screen_seen'];

test('[check 9] no GET changes anything, whoever asks and whatever the parameters', async () => {
	const given = await givenServer();
	const admin = given.session();
	given.session();
	await given.pairScreen(admin);
	await given.call('POST', '/api/v1/facts', { body: { source: 'crm', people: [{ email: 'ana@x.example', name: 'Ana', team: 'North' }], deals: [{ external_id: 'D-1', status: 'won', owner: 'ana@x.example', closed: '2026-11-10', amount: 100 }] }, headers: withKey });
	// What a read works off is done before.
	await given.call('GET', '/api/v1/explain?metric=sales', { headers: withKey });
	const { wall } = given.server;
	const { journal, options } = wall();
	const paths = routesOf({ wall: wall(), sockets: () => undefined, setupCode: {}, config: given.config } as unknown as AppContext).filter(({ method }) => method === 'get').map(({ path }) => path);
	expect(paths.length).toBeGreaterThan(40);
	// When a session was last used is noted; which there are is not changed.
	const sessions = () => options.db.prepare('SELECT token_hash FROM session ORDER BY 1').pluck().all();
	const before = [journal.revision(), dumpOf(options.db, own), sessions()];
	for (const path of paths) {
		for (const headers of [admin, withKey, {}]) {
			for (const query of ['', '?limit=1&before=9.9&delete=1&name=x&role=admin&_method=DELETE']) expect((await given.call('GET', path.replace(/:\w+/g, '1') + query, { headers })).status).toBeLessThan(500);
			expect((await given.call('HEAD', path.replace(/:\w+/g, '1'), { headers })).status).toBeLessThan(500);
		}
	}
	expect([journal.revision(), dumpOf(options.db, own), sessions()]).toEqual(before);
});
