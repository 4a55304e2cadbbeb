/** The review at a desk over a real server; what a small floor does not have is put into the server's answers on their way. */
import type { BrowserContext } from 'playwright-core';
import type { ChangedSince, CloseHead, LinkView, ReviewReply, ReviewTable } from '../../shared/review-api.ts';
import type { Verdict } from '../../shared/views.ts';

export const closes: CloseHead[] = [
	{ id: 8, month: '2026-10', closedAt: '2026-11-04T16:30:00Z', closedText: '4 Nov 2026, 16:30', by: 'anna', isKept: false },
	{ id: 7, month: '2026-10', closedAt: '2026-11-03T17:02:00Z', closedText: '3 Nov 2026, 17:02', by: '', isKept: false },
];

const cell = (value: string | number | null, text = String(value ?? '–')) => ({ value, text });

export const longTable: ReviewTable = {
	id: 'deals',
	title: 'Deals won',
	columns: [{ id: 'deal', label: 'Deal', unit: 'text' }, { id: 'day', label: 'Won', unit: 'day' }, { id: 'amount', label: 'Amount', unit: 'money' }, { id: 'days', label: 'Days to win', unit: 'count' }],
	rows: Array.from({ length: 212 }, (_, index) => [cell(`Deal ${index + 1}`), cell('2026-10-12', '12 Oct'), cell(`${12_500 - index}.00`, `€${(12_500 - index).toLocaleString('en-GB')}`), cell(index + 3)]),
};
export const shortTable: ReviewTable = {
	id: 'target',
	title: 'Sales against target',
	columns: [{ id: 'team', label: 'Team', unit: 'text' }, { id: 'sales', label: 'Sales', unit: 'money' }, { id: 'share', label: 'Of target', unit: 'share' }],
	rows: [[cell('North'), cell('12500.00', '€12,500'), cell(0.25, '25 %')], [cell('South'), cell('8000.00', '€8,000'), cell(null)]],
};

/** Three changed, one deleted, one added; two figures; one decision. */
export const changes: ChangedSince = {
	facts: [
		...['A', 'B', 'C'].map((name) => ({ how: 'changed' as const, entity: 'deals', source: 'crm', externalId: `D-${name}`, label: `Deal ${name}, won 12 Oct`, changes: ['amount: €1,000 → €1,200'], at: '2026-11-05T09:00:00Z', atText: '5 Nov 2026, 09:00', author: 'crm' })),
		{ how: 'deleted', entity: 'deals', source: 'crm', externalId: 'D-X', label: 'Deal X, won 20 Oct', changes: ['amount: €500'], at: '2026-11-05T09:00:00Z', atText: '5 Nov 2026, 09:00', author: 'bo' },
		{ how: 'added', entity: 'deals', source: 'crm', externalId: 'D-Y', label: 'Deal Y, won 21 Oct', changes: ['amount: €700'], at: '2026-11-06T09:00:00Z', atText: '6 Nov 2026, 09:00', author: 'crm' },
	],
	more: 0,
	figures: [{ metric: 'sales', label: 'Sales', then: '€20,500', now: '€21,300' }, { metric: 'deals_won', label: 'Deals won', then: '2', now: '2' }],
	ops: [{ text: 'The target of North for October 2026: €40,000 → €50,000', at: '2026-11-06T10:00:00Z', author: 'bo' }],
};

export interface DeskAnswers {
	closes: CloseHead[];
	kept: CloseHead[];
	changes: ChangedSince;
	links: LinkView[];
	mayChange: boolean;
	/** "PUT /api/v1/review/agenda". */
	asked: { what: string; body: unknown }[];
	/** The next change is refused with it. */
	refuse: number | null;
	attach: (context: BrowserContext) => Promise<void>;
}

export function givenDesk(part: Partial<Pick<DeskAnswers, 'closes' | 'kept' | 'mayChange' | 'changes'>> = {}): DeskAnswers {
	let agenda: ReviewReply['agenda'] | null = null;
	const given: DeskAnswers = { closes: [], kept: [], changes, links: [], mayChange: true, asked: [], refuse: null, ...part, attach };

	const dressed = (reply: ReviewReply, wanted: string | null): ReviewReply => {
		const close = wanted === 'none' ? null : (given.closes.find(({ id }) => wanted === null || String(id) === wanted) ?? null);
		const [first, second, ...others] = reply.document.sections;
		const verdict: Verdict = { tone: 'bad', mark: '▼', text: 'North sold €12,500, 75 % less than its target of €50,000.' };
		const good: Verdict = { tone: 'good', mark: '▲', text: 'South sold €8,000, twice the month before.' };
		const ordered = [
			...(first ? [{ ...first, findings: [{ id: 'north', verdict }, { id: 'south', verdict: good }], tables: [shortTable] }] : []),
			...(second ? [{ ...second, tables: [longTable] }] : []),
			...others,
		];
		const asOf = close ? `as closed on ${close.closedText}` : reply.document.asOf;
		return {
			...reply,
			document: { ...reply.document, close, asOf, sections: ordered },
			agenda: agenda ?? reply.agenda,
			closes: reply.document.month === '2026-10' ? given.closes : [],
			kept: given.kept,
			scopes: [...reply.scopes.filter(({ kind }) => kind !== 'person'), { scope: 'person:ana@x.example', name: 'Ana Lindqvist', kind: 'person', team: 'team:North' }],
			mayChange: given.mayChange,
		};
	};

	async function attach(context: BrowserContext): Promise<void> {
		await context.route(/\/api\/v1\/review(\?|\/agenda|\/closes|\/changes|\/links)/, async (route) => {
			const request = route.request();
			const { pathname, searchParams } = new URL(request.url());
			const what = `${request.method()} ${pathname}`;
			const body: unknown = request.postData() === null ? null : request.postDataJSON();
			const isChange = request.method() !== 'GET';
			if (isChange) given.asked.push({ what, body });
			if (isChange && given.refuse !== null) {
				const status = given.refuse;
				given.refuse = null;
				return route.fulfill({ status, json: { error: 'refused', message: 'Not now.' } });
			}
			if (what === 'GET /api/v1/review') {
				const wanted = searchParams.get('close');
				// The name is known to the browser alone.
				const reply = await route.fetch({ url: request.url().replace(/&close=\d+/, '').replace('wall.test', '127.0.0.1'), headers: await request.allHeaders() }).catch(() => null);
				// Pages that are closed while they wait get no answer.
				const said = reply?.ok() ? await reply.json().catch(() => null) : null;
				if (!reply || (reply.ok() && said === null)) return;
				// As the server says it.
				return said === null ? route.fulfill({ response: reply }) : route.fulfill({ status: 200, json: dressed(said as ReviewReply, wanted) });
			}
			if (what === 'PUT /api/v1/review/agenda') {
				agenda = body as ReviewReply['agenda'];
				return route.fulfill({ json: agenda });
			}
			if (what === 'POST /api/v1/review/closes') {
				const made: CloseHead = { id: 9, month: '2026-10', closedAt: '2026-11-23T10:00:00Z', closedText: '23 Nov 2026, 10:00', by: 'admin', isKept: false };
				given.closes = [made, ...given.closes];
				return route.fulfill({ json: made });
			}
			if (what === 'GET /api/v1/review/changes') return route.fulfill({ json: given.changes });
			if (what === 'GET /api/v1/review/links') return route.fulfill({ json: { links: given.links } });
			if (what === 'POST /api/v1/review/links') {
				const { label, scope } = body as { label: string; scope: string };
				const [close = closes[0]] = given.closes;
				if (!close) return route.fulfill({ status: 404, json: { error: 'not_found', message: 'There is no such close.' } });
				const link: LinkView = { id: given.links.length + 1, close, scope, label, expiresAt: '2027-01-01T10:00:00Z', createdAt: '2026-11-23T10:00:00Z', by: 'admin', openedAt: null };
				given.links = [link, ...given.links];
				return route.fulfill({ json: { link, path: `/review#link=${'t'.repeat(43)}` } });
			}
			given.links = given.links.filter(({ id }) => !pathname.endsWith(`/${id}`));
			return route.fulfill({ json: {} });
		});
	}
	return given;
}
