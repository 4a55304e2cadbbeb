/** The list of changes of targets. */
import type { LoggedChange } from '../../shared/api.ts';
import type { Api, Page } from './http.ts';
import { Listing } from './listing.svelte.ts';

const first = 50;

/** One more is asked for than is shown: whether there is more. */
export const targetLog = (api: Pick<Api, 'log'>): Listing<LoggedChange> =>
	new Listing(first, async ({ limit, ...from }: Page) => {
		const reply = await api.log({ limit: limit + 1, ...from });
		if (!reply.ok) return reply;
		const shown = reply.value.slice(0, limit);
		return { ok: true, value: { shown, older: reply.value.length > limit ? (shown[shown.length - 1]?.entry ?? null) : null } };
	});
