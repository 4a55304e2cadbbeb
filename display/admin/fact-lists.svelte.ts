/** What is set by hand at present, and the record of all corrections. */
import type { CorrectionEntry, FactView } from '../../shared/corrections.ts';
import type { Api, Reply } from './http.ts';
import { Listing } from './listing.svelte.ts';

/** The record stands below what is in force, and should be seen without a search for it. */
const firstInForce = 5;
const firstInRecord = 20;

export class FactLists {
	readonly inForce: Listing<FactView>;
	readonly record: Listing<CorrectionEntry>;
	countInForce = $state(0);
	countInRecord = $state(0);
	/** Names by handle. */
	people = $state.raw<ReadonlyMap<string, string>>(new Map());

	constructor(api: Pick<Api, 'corrections' | 'correctionLog'>) {
		this.inForce = new Listing(firstInForce, async (page) => {
			const reply = await api.corrections(page);
			if (!reply.ok) return reply;
			const { facts, older, count, people } = reply.value;
			this.countInForce = count;
			this.people = new Map(people.map(({ handle, name }) => [handle, name]));
			return { ok: true, value: { shown: facts, older } };
		});
		this.record = new Listing(firstInRecord, async (page) => {
			const reply = await api.correctionLog(page);
			if (!reply.ok) return reply;
			const { entries, older, count } = reply.value;
			this.countInRecord = count;
			return { ok: true, value: { shown: entries, older } };
		});
	}

	async refresh(): Promise<Reply<unknown>> {
		const [inForce, record] = await Promise.all([this.inForce.refresh(), this.record.refresh()]);
		return inForce.ok ? record : inForce;
	}
}
