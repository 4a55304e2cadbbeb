/** The dry run of an import: what it would make of every row of the file, rehearsed and taken back. */
import type { PushReply } from '../../shared/api.ts';
import type { ImportCheck, ImportDraft } from '../../shared/imports-api.ts';
import { InputError } from '../errors.ts';
import { ownerKey, type People } from '../floor/people.ts';
import type { SheetReader } from '../sources/sheet/sheet-reader.ts';
import { bring } from './import-run.ts';

export interface CheckStages {
	reader: SheetReader;
	people: Pick<People, 'isKnownKey'>;
	rehearse: (body: unknown) => PushReply;
	/** The choices have changed, or nobody asks any more. */
	isStopped: () => boolean;
	onError: (error: unknown) => void;
	/** Called with each state of it. */
	show: (check: ImportCheck) => void;
}

const nothing: ImportCheck = {
	state: 'running', done: 0, good: 0, all: 0, notes: [], unknownOwners: [], rejected: [], error: '',
	counts: { inserted: 0, updated: 0, unchanged: 0, rejected: 0, repeated: 0, blank: 0 },
	people: { inserted: 0, updated: 0, unchanged: 0 },
};
const mostOwners = 50;

/** Owners whom nobody is known by, nor will be by this file. */
async function strangers(reader: SheetReader, source: string, owners: readonly [string, number][], introduced: number, people: CheckStages['people']): Promise<ImportCheck['unknownOwners']> {
	const met = new Set((await reader.ask('introduced', { from: 0, count: introduced })).flatMap(({ email, name }) => [email, name].flatMap((one) => (typeof one === 'string' ? [ownerKey(one, source)] : []))));
	const unknown = owners.filter(([owner]) => !met.has(ownerKey(owner, source)) && !people.isKnownKey(ownerKey(owner, source)));
	return unknown.sort((a, b) => b[1] - a[1]).slice(0, mostOwners).map(([owner, rows]) => ({ owner, rows }));
}

/** Resolves when it is over, however it ends. */
export async function check({ choices, outlook }: Pick<ImportDraft, 'choices' | 'outlook'>, { reader, people, rehearse, isStopped, onError, show }: CheckStages): Promise<void> {
	let now: ImportCheck = nothing;
	const put = (part: Partial<ImportCheck>): void => {
		now = { ...now, ...part };
		if (!isStopped()) show(now);
	};
	try {
		put({});
		const found = await reader.ask('understand', null);
		const { rows, blank } = outlook.form;
		const counts = { ...now.counts, rejected: found.rejected, repeated: found.repeated, blank };
		const notes = found.notes.map(({ message, count, line }) => ({ message, count, line }));
		put({ good: found.good, all: rows + blank, counts, notes, rejected: found.shown, unknownOwners: await strangers(reader, choices.source, found.owners, found.introduced, people) });
		const warnings = new Map<string, { message: string; count: number; line: number }>();
		const isThrough = await bring({
			reader, choices, isStopped, good: found.good, introduced: found.introduced, from: 0,
			take: rehearse,
			onBrought: ({ reply, through, isPeople, refused, warned }) => {
				if (isPeople) {
					put({ people: { inserted: now.people.inserted + reply.inserted, updated: now.people.updated + reply.updated, unchanged: now.people.unchanged + reply.unchanged } });
					return;
				}
				for (const { code, message, line } of warned) {
					const known = warnings.get(code);
					if (known) known.count += 1;
					else warnings.set(code, { message, count: 1, line });
				}
				const { inserted, updated, unchanged, rejected, ...rest } = now.counts;
				put({ done: through, notes: [...notes, ...warnings.values()], counts: { ...rest, inserted: inserted + reply.inserted, updated: updated + reply.updated, unchanged: unchanged + reply.unchanged, rejected: rejected + refused.length } });
			},
		});
		if (isThrough) put({ state: 'done' });
	} catch (error) {
		if (!(error instanceof InputError)) onError(error);
		put({ state: 'failed', error: error instanceof InputError ? error.message : '' });
	}
}
