/**
 * A good call of each route that may change something, on the floor of these tests. From it what is wrong is made, one place at a time, so
 * that it comes further than what is wrong everywhere. A route whose body has a schema needs none; with one it is tried more deeply.
 */
import { sectionIds } from '../../shared/review-api.ts';
import { password } from '../server/http/support.ts';
import { ofCanvas } from '../support/photos.ts';
import { boardDraft } from '../support/plans.ts';
import { eventually, now, type Floor } from './floor.ts';
import type { Caller } from './rules.ts';

export interface Example {
	/** What the path names. */
	at?: Record<string, string | number>;
	query?: Record<string, string>;
	body?: unknown;
	/** A body that is no JSON. */
	raw?: { bytes: Buffer; type: string };
	/** Who makes this call; whoever may do most unless given. */
	by?: Record<string, string>;
}

/** What a good call does: it writes what is to stay, it is remembered until the server stops, or it only asks. */
export type Does = 'writes' | 'remembers' | 'asks';

interface Good {
	does: Does;
	call: (floor: Floor) => Example | Promise<Example>;
}

const writes = (call: Good['call']): Good => ({ does: 'writes', call });
const remembers = (call: Good['call']): Good => ({ does: 'remembers', call });
const asks = (call: Good['call']): Good => ({ does: 'asks', call });

const nothing = { body: {} };
const times = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' };
const week = (from: string) => [...Array.from({ length: 5 }, () => [from, '17:00']), null, null];
const csv = (number: number): Buffer => Buffer.from(`id,owner,status,amount,closed\nI-${number},ana@x.example,won,100.50,2026-11-05\nI-${number}b,cy@x.example,maybe,20,2026-11-06\nI-${number}c,cy@x.example,won,30,\n`);

async function upload(floor: Floor): Promise<void> {
	const { draft } = await floor.good('GET', '/api/v1/imports');
	if (draft) return;
	const number = floor.next();
	const { status, text } = await floor.call('POST', `/api/v1/imports?name=deals-${number}.csv`, { raw: csv(number), headers: { ...floor.as('admin'), 'Content-Type': 'application/octet-stream' } });
	if (status !== 200) throw new Error(`upload: ${status} ${text}`);
}
const noUpload = async (floor: Floor): Promise<void> => {
	if ((await floor.good('GET', '/api/v1/imports')).draft) await floor.good('DELETE', '/api/v1/imports/draft');
};
/** One that has ended. */
async function imported(floor: Floor): Promise<number> {
	await noUpload(floor);
	await upload(floor);
	const { draft } = await floor.good('GET', '/api/v1/imports');
	const { status } = draft.choices.fields;
	await floor.good('PUT', '/api/v1/imports/draft', { ...draft.choices, kind: 'deals', fields: { ...draft.choices.fields, status: { ...status, values: { maybe: 'lost' } } } });
	const { id } = await floor.good('POST', '/api/v1/imports/draft/run', {});
	await floor.settled();
	return id;
}

async function newTeam(floor: Floor): Promise<{ id: number; name: string }> {
	const name = `Team ${floor.next()}`;
	const teams: { id: number; name: string }[] = await floor.good('POST', '/api/v1/teams', { name });
	return { id: teams.find((team) => team.name === name)?.id ?? 0, name };
}
const pairedScreen = async (floor: Floor): Promise<number> => {
	const { userCode } = await floor.good('POST', '/api/v1/pairing', {}, 'nobody');
	return (await floor.good('POST', '/api/v1/screens', { code: userCode, name: `Screen ${floor.next()}` })).id;
};
const newBoard = async (floor: Floor): Promise<{ id: string; was: number }> => {
	const { plan, entry } = await floor.good('POST', '/api/v1/boards', { plan: boardDraft({ name: `Board ${floor.next()}` }) });
	return { id: plan.id, was: entry };
};
const fact = async (floor: Floor): Promise<{ entity: string; source: string; externalId: string; seen: number }> => {
	const id = `D-f${floor.next()}`;
	await floor.good('POST', '/api/v1/facts', { source: 'crm', deals: [{ external_id: id, owner: 'ana@x.example', status: 'won', amount: '10', closed: '2026-11-18' }] }, 'key');
	const { facts } = await floor.good('GET', `/api/v1/facts?entity=deals&source=crm&id=${id}`);
	const { entity, source, externalId, seen } = facts[0];
	return { entity, source, externalId, seen };
};
const meeting = async (floor: Floor): Promise<number> => (await floor.good('POST', '/api/v1/review/meetings', { month: '2026-10', scope: 'company', close: null, screens: [] })).id;
const action = (floor: Floor) => ({ key: `action-${String(floor.next()).padStart(6, '0')}`, month: '2026-10', what: 'Call Acme', who: 'Maja Lind', until: '2026-12-01' });
const closed = async (floor: Floor): Promise<number> => (await floor.good('GET', '/api/v1/review?month=2026-10')).closes[0].id;
const message = { form: 'band', title: 'Fika at three', text: 'In the kitchen', from: null, until: '2026-11-23T15:00', countdownTo: null, screens: null };
/** The newest change in an area of the admin page. */
const lastChange = async (floor: Floor, area: string): Promise<number> => (await floor.good('GET', `/api/v1/changes?of=${area}`)).changes[0].entry;
const target = (floor: Floor, period = '2026-11') => [{ metric: 'sales', scope: 'team:South', period, value: 1_000 + floor.next() }];
const unassigned = async (floor: Floor): Promise<string> => {
	const owner = `Stranger ${floor.next()}`;
	await floor.good('POST', '/api/v1/facts', { source: 'crm', deals: [{ external_id: `D-${owner}`, owner, status: 'won', amount: '5', closed: '2026-11-19' }] }, 'key');
	return `crm/${owner}`;
};

const invited = async (floor: Floor): Promise<string> => (await floor.good('POST', '/api/v1/invitations', { role: 'viewer', note: 'For Bo' })).path.replace('/admin#invite=', '');
/** Made as a link makes one, without the work that a password takes. */
const newAccount = async (floor: Floor): Promise<number> => floor.server.wall().journal.apply('account created', { name: `account-${floor.next()}`, role: 'viewer', passwordHash: '' }, { at: now, author: 'test' });
const backup = async (floor: Floor): Promise<string> => {
	const list = async () => (await floor.good('GET', '/api/v1/backups')) as { backups: { name: string }[] };
	const [known] = (await list()).backups;
	if (known) return known.name;
	await floor.good('POST', '/api/v1/backups', {});
	await floor.settled();
	return (await list()).backups[0]?.name ?? '';
};

export const examples: Record<string, Good> = {
	'POST /api/v1/facts': writes((floor) => ({
		body: {
			source: 'dialer',
			people: [{ email: 'ana@x.example', name: 'Ana Ek', team: 'North', role: 'ae', start: '2025-03-01' }],
			deals: [{ external_id: `F-${floor.next()}`, name: '50 seats', owner: 'ana@x.example', stage: 'Won', status: 'won', amount: '12500.00', currency: 'EUR', type: 'new_business', account: 'Acme', product: 'Pro', region: 'North', channel: 'Partner', sdr: 'bo@x.example', created: '2026-10-01T09:00:00+02:00', closed: '2026-11-20T10:41:00+01:00' }],
			meetings: [{ external_id: 'M-2', kind: 'demo', booked_by: 'bo@x.example', owner: 'ana@x.example', booked_at: '2026-11-23T08:00:00Z', scheduled_for: '2026-11-25T13:00:00Z', status: 'scheduled' }],
			activities: [{ external_id: 'C-2', kind: 'call', direction: 'outbound', outcome: 'connected', owner: 'ana@x.example', at: '2026-11-20T09:12:00Z', seconds: 184 }],
			proposals: [{ external_id: 'P-2', deal: 'D-1', owner: 'ana@x.example', sent: '2026-11-20' }],
			leads: [{ external_id: 'L-2', name: 'Bolt', created: '2026-11-01T08:00:00Z', owner: 'bo@x.example' }],
			accounts: [{ external_id: 'A-2', name: 'Bolt', created: '2026-11-01', owner: 'bo@x.example' }],
			movements: [{ external_id: 'V-1', kind: 'churn', account: 'Acme', amount: '100', at: '2026-11-10', owner: 'ana@x.example' }],
			surveys: [{ external_id: 'S-1', account: 'Acme', satisfied: true, at: '2026-11-10', owner: 'ana@x.example' }],
			figures: [{ external_id: 'G-1', name: 'sales_cost', scope: 'company', month: '2026-10', value: '9000' }],
			positions: [{ external_id: 'O-1', title: 'AE', team: 'North', role: 'ae', opened: '2026-10-01' }],
			deleted: [{ entity: 'activities', external_id: 'C-7' }],
			targets: [{ metric: 'sales', scope: 'team:North', period: '2026-12', value: '250000' }],
		},
	})),
	'POST /api/v1/review/meetings': writes(() => ({ body: { month: '2026-10', scope: 'company', close: null, screens: [null] } })),
	'PUT /api/v1/review/meetings/:id': writes(async (floor) => ({ at: { id: await meeting(floor) }, body: { month: '2026-10', scope: 'team:North', close: null, at: { section: 'deals', panel: 'won', page: 0 }, held: null, compared: 'year', isBlank: false, screens: [] } })),
	'DELETE /api/v1/review/meetings/:id': writes(async (floor) => ({ at: { id: await meeting(floor) } })),
	'POST /api/v1/review/meetings/:id/present': remembers(async (floor) => ({ at: { id: await meeting(floor) }, ...nothing })),
	'POST /api/v1/present': writes(async (floor) => ({ body: { code: (await floor.good('POST', `/api/v1/review/meetings/${await meeting(floor)}/present`, {})).code } })),
	'POST /api/v1/review/actions': writes((floor) => ({ body: action(floor) })),
	'PUT /api/v1/review/actions/:id': writes(async (floor) => ({ at: { id: (await floor.good('POST', '/api/v1/review/actions', action(floor))).id }, body: { what: 'Call Bolt', who: 'Bo', until: null, isDone: true } })),
	'DELETE /api/v1/review/actions/:id': writes(async (floor) => ({ at: { id: (await floor.good('POST', '/api/v1/review/actions', action(floor))).id } })),
	'POST /api/v1/review/links': writes(async (floor) => ({ body: { close: await closed(floor), scope: 'company', label: `Board ${floor.next()}`, days: 7 } })),
	'DELETE /api/v1/review/links/:id': writes(async (floor) => {
		const label = `Board ${floor.next()}`;
		await floor.good('POST', '/api/v1/review/links', { close: await closed(floor), scope: 'company', label, days: 7 });
		const { links } = await floor.good('GET', '/api/v1/review/links');
		return { at: { id: links.find((link: { label: string }) => link.label === label).id } };
	}),
	'PUT /api/v1/review/agenda': writes((floor) => ({ body: { items: sectionIds.map((section) => ({ section, shown: true, scope: section === 'deals' ? 'team:North' : null })), closesOn: 1 + (floor.next() % 20) } })),
	'POST /api/v1/review/closes': writes(async (floor) => ({ body: { month: '2026-10', again: await closed(floor) } })),
	'PUT /api/v1/targets': writes((floor) => ({ body: target(floor) })),
	'POST /api/v1/targets/undo': writes(async (floor) => {
		await floor.good('PUT', '/api/v1/targets', target(floor, '2027-01'));
		return { body: { entry: (await floor.good('GET', '/api/v1/targets/log'))[0].entry } };
	}),
	'PUT /api/v1/targets/lock': writes(async (floor) => {
		await floor.good('PUT', '/api/v1/targets/lock', { period: '2026-09', locked: true });
		return { body: { period: '2026-09', locked: false } };
	}),
	'POST /api/v1/targets/spread': asks(() => ({ body: { metric: 'sales', period: '2026-Q4', scopes: ['team:North'], by: 'workdays', quarters: false } })),
	'POST /api/v1/targets/import': asks(() => ({ query: { metric: 'sales' }, raw: { bytes: Buffer.from('Who,Nov 2026\nNorth,250000\nAna Ek,1000\n'), type: 'text/csv' } })),
	'POST /api/v1/corrections': writes(async (floor) => ({ body: { kind: 'correct', ...(await fact(floor)), reason: 'Signed for less', set: { amount: '9', owner: 'cy@x.example', closed: '2026-11-17' } } })),
	'POST /api/v1/corrections/undo': writes(async (floor) => {
		await floor.good('POST', '/api/v1/corrections', { kind: 'exclude', ...(await fact(floor)), reason: 'A double' });
		return { body: { entry: (await floor.good('GET', '/api/v1/corrections/log')).entries[0].entry } };
	}),
	'POST /api/v1/people': writes((floor) => ({ body: { people: [{ name: `New ${floor.next()}`, email: `new${floor.next()}@x.example`, role: 'ae', manager: null, start: '2026-11-01', team: 'North' }] } })),
	'POST /api/v1/people/move': writes(async (floor) => {
		const { id, seen } = await floor.person();
		return { body: { people: [{ id, seen }], team: (await newTeam(floor)).id, from: '2026-11-01' } };
	}),
	'PUT /api/v1/people/:id': writes(async (floor) => {
		const { id, seen } = await floor.person();
		const { id: team } = await newTeam(floor);
		return { at: { id }, body: { seen, name: `Renamed ${floor.next()}`, role: 'lead', manager: null, start: '2025-01-01', end: '2026-12-31', memberships: [{ team, from: null, to: '2026-11-09' }] } };
	}),
	'POST /api/v1/people/:id/given-back': writes(async (floor) => {
		const { id, seen } = await floor.person();
		const { person } = await floor.good('PUT', `/api/v1/people/${id}`, { seen, name: `By hand ${floor.next()}` });
		return { at: { id }, body: { seen: person.seen, field: 'name' } };
	}),
	'PUT /api/v1/people/:id/ranking': writes(async (floor) => ({ at: { id: (await floor.person()).id }, body: { isRanked: false } })),
	'PUT /api/v1/people/:id/photo': writes(async (floor) => ({ at: { id: (await floor.person()).id }, raw: { bytes: ofCanvas, type: 'image/jpeg' } })),
	'DELETE /api/v1/people/:id/photo': writes(async (floor) => {
		const { id } = await floor.person();
		await floor.call('PUT', `/api/v1/people/${id}/photo`, { raw: ofCanvas, headers: { ...floor.as('admin'), 'Content-Type': 'image/jpeg' } });
		return { at: { id } };
	}),
	'POST /api/v1/teams': writes((floor) => ({ body: { name: `Team ${floor.next()}` } })),
	'PUT /api/v1/teams/:id': writes(async (floor) => ({ at: { id: (await newTeam(floor)).id }, body: { name: `Team ${floor.next()}` } })),
	'POST /api/v1/people/:id/identities': writes(async (floor) => ({ at: { id: (await floor.person()).id }, body: { add: `Other ${floor.next()}`, source: 'crm', move: false } })),
	'POST /api/v1/people/:id/merge': writes(async (floor) => ({ at: { id: (await floor.person()).id }, body: { from: (await floor.person()).id } })),
	'POST /api/v1/people/:id/erasure': writes(async (floor) => {
		const { id, name } = await floor.person();
		return { at: { id }, body: { name } };
	}),
	'POST /api/v1/doubles/apart': writes(async (floor) => ({ body: { a: (await floor.person()).id, b: (await floor.person()).id } })),
	'POST /api/v1/unassigned': writes(async (floor) => ({ body: { keys: [await unassigned(floor)], person: (await floor.person()).id } })),
	'POST /api/v1/deals/recredit': writes(async (floor) => {
		const { source, externalId, seen } = await fact(floor);
		return { body: { source, externalId, seen, owner: 'cy@x.example', reason: 'Worked on it' } };
	}),
	'POST /api/v1/imports': remembers(async (floor) => {
		await noUpload(floor);
		return { query: { name: 'deals.csv' }, raw: { bytes: csv(floor.next()), type: 'application/octet-stream' } };
	}),
	'PUT /api/v1/imports/draft': remembers(async (floor) => {
		await upload(floor);
		return { body: (await floor.good('GET', '/api/v1/imports')).draft.choices };
	}),
	'DELETE /api/v1/imports/draft': remembers(async (floor) => {
		await upload(floor);
		return {};
	}),
	'POST /api/v1/imports/draft/propose': remembers(async (floor) => {
		await upload(floor);
		return { body: { kind: 'deals', sheet: null, encoding: null, delimiter: ',', header: true } };
	}),
	'POST /api/v1/imports/draft/check': remembers(async (floor) => {
		await noUpload(floor);
		await upload(floor);
		const { draft } = await floor.good('GET', '/api/v1/imports');
		await floor.good('PUT', '/api/v1/imports/draft', { ...draft.choices, fields: { ...draft.choices.fields, status: { ...draft.choices.fields.status, values: { maybe: 'lost' } } } });
		return nothing;
	}),
	'POST /api/v1/imports/draft/run': writes(async (floor) => {
		await noUpload(floor);
		await upload(floor);
		const { draft } = await floor.good('GET', '/api/v1/imports');
		await floor.good('PUT', '/api/v1/imports/draft', { ...draft.choices, fields: { ...draft.choices.fields, status: { ...draft.choices.fields.status, values: { maybe: 'lost' } } } });
		return nothing;
	}),
	// None is running.
	'POST /api/v1/imports/stop': asks(() => nothing),
	// One that has ended: that it is refused is the good answer.
	'POST /api/v1/imports/:id/resume': asks(async (floor) => ({ at: { id: await imported(floor) }, ...nothing })),
	'POST /api/v1/imports/:id/undo': writes(async (floor) => ({ at: { id: await imported(floor) }, ...nothing })),
	'POST /api/v1/changes/undo': writes(async (floor) => {
		await floor.good('PUT', '/api/v1/money/stalled', { days: 20 + (floor.next() % 300) });
		return { body: { entry: await lastChange(floor, 'settings') } };
	}),
	'PUT /api/v1/settings': writes((floor) => ({ body: { name: `Floor ${floor.next()}`, locale: 'en-GB', weekStart: 1 + (floor.next() % 7), fiscalYearStart: 4, was: {} } })),
	'PUT /api/v1/calendar/week': writes((floor) => ({ body: { week: week(`0${floor.next() % 10}:30`) } })),
	'PUT /api/v1/calendar/holidays': writes((floor) => ({ body: { days: [{ day: '2026-12-24', name: `Holiday ${floor.next()}` }], of: { country: 'SE', year: 2026, name: 'Sweden' } } })),
	'PUT /api/v1/calendar/leave': writes(async (floor) => ({ body: { person: (await floor.person()).id, add: { from: '2026-12-01', to: '2026-12-05' } } })),
	'PUT /api/v1/money/rates': writes((floor) => ({ body: { currency: 'SEK', rates: [{ from: '2026-01-01', rate: `11.${floor.next()}` }] } })),
	'PUT /api/v1/money/authority': writes(async (floor) => {
		await floor.good('PUT', '/api/v1/money/authority', { of: 'deals', source: null });
		return { body: { of: 'deals', source: 'crm', was: null } };
	}),
	'PUT /api/v1/money/time-zone': writes(async (floor) => {
		const { timeZone } = await floor.good('GET', '/api/v1/money');
		return { body: { timeZone: timeZone === 'Europe/Berlin' ? 'Europe/London' : 'Europe/Berlin', was: timeZone } };
	}),
	'PUT /api/v1/money/stages': writes(async (floor) => {
		const stages: { name: string }[] = (await floor.good('GET', '/api/v1/money')).stages;
		return { body: { stages: stages.map(({ name }) => name).reverse() } };
	}),
	'PUT /api/v1/money/stalled': writes((floor) => ({ body: { days: 10 + (floor.next() % 300) } })),
	// There are figures already.
	'PUT /api/v1/money/currency': asks(() => ({ body: { currency: 'USD' } })),
	'POST /api/v1/setup': asks(() => ({ body: { code: 'BCDF-GHJK', account: 'ana', password: 'a long enough one', workspace: { name: 'North floor', currency: 'SEK', timeZone: 'Europe/Stockholm', locale: 'sv-SE' } } })),
	'POST /api/v1/session': remembers(() => ({ body: { account: 'ops', password }, by: {} })),
	'DELETE /api/v1/session': remembers(() => ({})),
	'PUT /api/v1/password': writes(() => ({ body: { current: password, next: password } })),
	'POST /api/v1/pairing': remembers(() => nothing),
	'POST /api/v1/pairing/claim': remembers(async (floor) => ({ body: { deviceCode: (await floor.good('POST', '/api/v1/pairing', {}, 'nobody')).deviceCode } })),
	'POST /api/v1/screens': writes(async (floor) => ({ body: { code: (await floor.good('POST', '/api/v1/pairing', {}, 'nobody')).userCode, name: 'Hall', place: 'Floor 2', board: 'floor', privacy: 'lobby' } })),
	'PUT /api/v1/screens/:id': writes(async (floor) => ({ at: { id: await pairedScreen(floor) }, body: { name: `Renamed ${floor.next()}`, place: 'Floor 3' } })),
	'DELETE /api/v1/screens/:id': writes(async (floor) => ({ at: { id: await pairedScreen(floor) } })),
	'PUT /api/v1/screens/:id/setup': writes(async (floor) => ({ at: { id: await pairedScreen(floor) }, body: { theme: 'light', overscan: 2.5, far: true, calm: true, celebrates: false, board: 'floor', privacy: 'boardroom', hours: { ...times, offOnHolidays: true } } })),
	'POST /api/v1/screens/:id/card': remembers(() => ({ at: { id: 'unpaired' }, body: { show: true } })),
	'POST /api/v1/screens/:id/identify': remembers(() => ({ at: { id: 'all' }, ...nothing })),
	'POST /api/v1/screens/:id/reload': remembers(() => ({ at: { id: 'all' }, ...nothing })),
	'POST /api/v1/boards': writes((floor) => ({ body: { plan: boardDraft({ name: `Board ${floor.next()}` }) } })),
	'POST /api/v1/boards/preview': asks(() => ({ body: { plan: boardDraft(), privacy: 'floor' } })),
	'POST /api/v1/boards/:id/copies': writes(async (floor) => ({ at: { id: 'floor' }, body: { scope: `team:${(await newTeam(floor)).name}` } })),
	'PUT /api/v1/boards/:id': writes(async (floor) => {
		const { id, was } = await newBoard(floor);
		return { at: { id }, body: { plan: boardDraft({ name: `Board ${floor.next()}` }), was } };
	}),
	'DELETE /api/v1/boards/:id': writes(async (floor) => {
		const { id, was } = await newBoard(floor);
		return { at: { id }, query: { was: String(was) } };
	}),
	'PUT /api/v1/celebrations/rules': writes((floor) => ({ body: { deals: { on: true, threshold: floor.next(), types: ['new_business'] }, targets: { on: false, scopes: ['company'] }, streaks: { on: true, days: 3 }, quiet: [times] } })),
	// Nobody is connected to see it: that it is refused is the good answer.
	'POST /api/v1/celebrations/trial': asks(() => ({ body: { screen: 'unpaired', kind: 'deal' } })),
	'POST /api/v1/messages': writes(() => ({ body: message })),
	'PUT /api/v1/messages/:id': writes(async (floor) => {
		const { id, version } = await floor.good('POST', '/api/v1/messages', message);
		return { at: { id }, body: { ...message, title: 'Cake at three', was: version } };
	}),
	'DELETE /api/v1/messages/:id': writes(async (floor) => ({ at: { id: (await floor.good('POST', '/api/v1/messages', message)).id } })),
	'POST /api/v1/keys': writes((floor) => ({ body: { name: `Key ${floor.next()}`, scopes: ['ingest', 'read'], source: 'crm', until: '2027-01-31' } })),
	'DELETE /api/v1/keys/:id': writes(async (floor) => ({ at: { id: (await floor.good('POST', '/api/v1/keys', { name: `Key ${floor.next()}`, scopes: ['read'], source: null, until: null })).key.id } })),
	'POST /api/v1/invitations': writes((floor) => ({ body: { role: 'viewer', note: `For ${floor.next()}` } })),
	'DELETE /api/v1/invitations/:id': writes(async (floor) => ({ at: { id: (await floor.good('POST', '/api/v1/invitations', { role: 'viewer', note: 'For Bo' })).invitation.id } })),
	'POST /api/v1/invitations/look': asks(async (floor) => ({ body: { token: await invited(floor) } })),
	'POST /api/v1/invitations/use': writes(async (floor) => ({ body: { token: await invited(floor), account: `new-${floor.next()}`, password: 'a long enough one' } })),
	'PUT /api/v1/accounts/:id': writes(async (floor) => ({ at: { id: await newAccount(floor) }, body: { role: 'manager', isDisabled: true } })),
	'DELETE /api/v1/accounts/:id': writes(async (floor) => ({ at: { id: await newAccount(floor) } })),
	'DELETE /api/v1/accounts/:id/sessions': remembers(async (floor) => ({ at: { id: await newAccount(floor) } })),
	'POST /api/v1/accounts/:id/reset': writes(async (floor) => ({ at: { id: await newAccount(floor) }, body: {} })),
	'POST /api/v1/retention/preview': asks(() => ({ body: { keep: { activities: 24, meetings: null, proposals: 36 } } })),
	'PUT /api/v1/retention': writes(async (floor) => ({ body: { keep: { activities: 24 + (floor.next() % 24), meetings: null, proposals: null }, confirm: (await floor.good('GET', '/api/v1/settings')).name } })),
	'POST /api/v1/backups': remembers(() => nothing),
	// It is none.
	'POST /api/v1/backups/upload': asks(() => ({ raw: { bytes: Buffer.from('SQLite format 3\0 and nothing more'), type: 'application/octet-stream' } })),
	'POST /api/v1/backups/:name/restore': asks(async (floor) => ({ at: { name: await backup(floor) }, body: { workspace: 'another name' } })),
	'DELETE /api/v1/backups/:name': remembers(async (floor) => ({ at: { name: await backup(floor) } })),
	// There is no channel.
	'POST /api/v1/alerts/test': asks(() => nothing),
};

/** Those whose good answer here is that it is not to be done. */
export const refused: Record<string, number> = {
	'POST /api/v1/backups/upload': 400, 'POST /api/v1/backups/:name/restore': 400,
	'POST /api/v1/imports/stop': 409, 'POST /api/v1/alerts/test': 409, 'PUT /api/v1/money/currency': 409, 'GET /photos/:id': 404,
	 'POST /api/v1/imports/:id/resume': 409, 'POST /api/v1/celebrations/trial': 409, 'POST /api/v1/setup': 404, 'POST /api/v1/pairing/claim': 202,
};

/** What the parameters of the addresses of reading routes are, where they find something. */
export const reads: Record<string, (floor: Floor) => Example | Promise<Example>> = {
	'GET /api/v1/explain': () => ({ query: { metric: 'sales', scope: 'company', period: '2026-11', by: 'team', asOf: '2026-11-20' } }),
	'GET /api/v1/explain/rows': () => ({ query: { metric: 'sales', scope: 'company', period: '2026-11' } }),
	'GET /api/v1/wall': () => ({ query: { asOf: '2026-11-20', board: 'floor', privacy: 'lobby' } }),
	'GET /api/v1/review': () => ({ query: { month: '2026-10', scope: 'team:North' } }),
	'GET /api/v1/review/meetings/:id': async (floor) => ({ at: { id: await meeting(floor) } }),
	'GET /api/v1/review/changes': async (floor) => ({ query: { close: String(await closed(floor)) } }),
	'GET /api/v1/review/figures': async (floor) => ({ query: { close: String(await closed(floor)), scope: 'company' } }),
	'GET /definitions/:id': () => ({ at: { id: 'sales.svg' } }),
	'GET /api/v1/targets/grid': () => ({ query: { metric: 'sales', kind: 'month', from: '2026-10', count: '3' } }),
	'GET /api/v1/targets/log': () => ({ query: { limit: '5' } }),
	'GET /api/v1/facts': () => ({ query: { entity: 'deals', q: 'seats' } }),
	'GET /api/v1/facts/list': () => ({ query: { entity: 'deals' } }),
	'GET /api/v1/facts/trail': () => ({ query: { entity: 'deals', source: 'crm', id: 'D-1' } }),
	'GET /api/v1/corrections': () => ({ query: { limit: '5' } }),
	'GET /api/v1/corrections/log': () => ({ query: { limit: '5', before: '10000' } }),
	'GET /api/v1/people/:id': async (floor) => ({ at: { id: (await floor.person()).id } }),
	'GET /api/v1/people/:id/identities': async (floor) => ({ at: { id: (await floor.person()).id } }),
	'GET /api/v1/people/:id/merge': async (floor) => ({ at: { id: (await floor.person()).id }, query: { from: String((await floor.person()).id) } }),
	'GET /api/v1/people/:id/deals': async (floor) => ({ at: { id: (await floor.person()).id } }),
	'GET /api/v1/people/:id/erasure': async (floor) => ({ at: { id: (await floor.person()).id } }),
	'GET /api/v1/unassigned/deals': () => ({ query: { key: 'crm/Nobody' } }),
	'GET /api/v1/imports/draft/rejected': async (floor) => {
		const { body } = await (examples['POST /api/v1/imports/draft/check'] as Good).call(floor);
		await floor.good('POST', '/api/v1/imports/draft/check', body);
		await eventually('the check ends', async () => (await floor.good('GET', '/api/v1/imports')).draft.check?.state === 'done');
		return { query: { language: 'sv' } };
	},
	'GET /api/v1/imports/:id/rejected': async (floor) => ({ at: { id: await imported(floor) }, query: { language: 'sv' } }),
	'GET /api/v1/imports/:id/stayed': async (floor) => ({ at: { id: await imported(floor) } }),
	'GET /api/v1/imports/:id/undo': async (floor) => ({ at: { id: await imported(floor) } }),
	'GET /api/v1/backups/:name': async (floor) => ({ at: { name: await backup(floor) } }),
	'GET /api/v1/backups/:name/contents': async (floor) => ({ at: { name: await backup(floor) } }),
	'GET /api/v1/import-samples/:kind': () => ({ at: { kind: 'deals' } }),
	'GET /api/v1/changes': () => ({ query: { of: 'people', limit: '5' } }),
	'GET /api/v1/calendar/sets': () => ({ query: { country: 'SE', year: '2026' } }),
	'GET /photos/:id': () => ({ at: { id: 'a'.repeat(64) } }),
	'GET /api/v1/celebrations': () => ({ query: { since: '2026-11-01T00:00:00Z' } }),
};

/** The address of a route with what its pattern names put in. */
export function addressOf(pattern: string, { at = {}, query = {} }: { at?: Example['at'] | undefined; query?: Example['query'] | undefined }): string {
	const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(at[name] ?? 999)));
	const asked = new URLSearchParams(query).toString();
	return asked === '' ? path : `${path}?${asked}`;
}

/** Whom the call is made by. */
export const headersOf = (floor: Floor, caller: Caller, example: Example): Record<string, string> => example.by ?? floor.as(caller);
