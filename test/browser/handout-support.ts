/** A closed October on a real server, with sentences and long tables put into it, and links to it. */
import { inflateSync } from 'node:zlib';
import type { ReviewReply } from '../../shared/review-api.ts';
import type { Given } from '../server/http/support.ts';
import { givenFloor } from './admin-support.ts';
import { longTable, shortTable } from './desk-support.ts';

export interface GivenHandout {
	given: Given;
	/** The path of a new link. */
	link: () => Promise<{ id: number; path: string }>;
	revoke: (id: number) => Promise<void>;
}

export async function givenHandout(env: Record<string, string> = {}): Promise<GivenHandout> {
	const given = await givenFloor(env);
	const headers = given.session();
	const say = async (method: string, path: string, body?: object) => (await given.call(method, `/api/v1/review${path}`, { headers, ...(body && { body }) })).json;
	const { document }: ReviewReply = await say('GET', '?month=2026-10');
	const sections = document.sections
		.filter(({ id }) => id !== 'actions')
		.map((section, at) => ({
			...section,
			findings: at === 0 ? [{ id: 'north', verdict: { tone: 'bad' as const, mark: '▼' as const, text: 'North sold €12,500, 75 % less than its target of €50,000.' } }, { id: 'south', verdict: { tone: 'good' as const, mark: '▲' as const, text: 'South sold €8,000, twice the month before.' } }] : [],
			tables: at === 0 ? [shortTable] : at === 3 ? [longTable] : [],
		}));
	const { journal } = given.server.wall();
	const close = journal.apply('month closed', { uid: 'october', month: '2026-10', parts: [{ scope: 'company', sections, figures: [] }], revision: journal.revision(), byItself: false }, { at: given.now.ms, author: 'anna' });
	await say('POST', '/actions', { key: 'agreed-1', month: '2026-10', what: 'Call every customer in the north', who: 'Bo Ek', until: '2026-12-01' });
	return {
		given,
		link: async () => {
			const { link, path } = await say('POST', '/links', { close, scope: 'company', label: 'The board', days: 30 });
			return { id: link.id, path };
		},
		revoke: async (id) => void (await say('DELETE', `/links/${id}`)),
	};
}

export interface PrintedPage {
	/** Width and height in points. */
	size: [number, number];
	/** How many runs of text it has. */
	texts: number;
}

/** What a PDF as Chromium writes it has, page by page. */
export function pagesOf(pdf: Buffer): PrintedPage[] {
	const raw = pdf.toString('latin1');
	const objects = new Map([...raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body]));
	return [...objects.values()]
		.filter((body) => /\/Type \/Page\b(?!s)/.test(body))
		.map((body) => {
			const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(body) ?? [];
			const [, contents = ''] = /\/Contents (\d+) 0 R/.exec(body) ?? [];
			const stream = objects.get(contents) ?? '';
			const bytes = Buffer.from(stream.slice(stream.indexOf('stream\n') + 7, stream.lastIndexOf('\nendstream')), 'latin1');
			const text = stream.includes('/FlateDecode') ? inflateSync(bytes).toString('latin1') : bytes.toString('latin1');
			return { size: [Number(width), Number(height)], texts: [...text.matchAll(/\bBT\b/g)].length };
		});
}
