/** A closed review by a link, for who has no account. The link's token stands in the end of the address, which no server and no other page is told. */
import type { Handout } from '../../shared/review-api.ts';

/** The token that an address' end carries; null: it is no link's. */
export const linkIn = (hash: string): string | null => /^#link=([\w-]+)$/.exec(hash)?.[1] ?? null;

/** `gone`: expired, taken back or never given; `away`: the server does not answer, or not now. */
export type Opened = { ok: true; handout: Handout } | { ok: false; why: 'gone' | 'away' };

export async function openLink(link: string): Promise<Opened> {
	try {
		const response = await fetch('/api/v1/handout', { cache: 'no-store', credentials: 'omit', headers: { Authorization: `Bearer ${link}` } });
		// The display trusts its own server, which answers in the shape of the contract.
		if (response.ok) return { ok: true, handout: (await response.json()) as Handout };
		return { ok: false, why: response.status === 401 ? 'gone' : 'away' };
	} catch {
		return { ok: false, why: 'away' };
	}
}
