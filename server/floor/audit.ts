/**
 * Who did what, from where: what the journal holds of accounts, keys, screens, settings and backups, and the machine's own notes of who
 * came in and who was turned away, as one list, newest first. Entries say what they concern by name; no hash and no secret is in it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { AuditPage, AuditRow } from '../../shared/accounts-api.ts';
import { isoText } from '../clock.ts';
import { InputError } from '../errors.ts';
import type { Handlers, Journal, LoggedEntry } from '../journal/journal.ts';
import type { AccessNotes, StoredNote } from './access-notes.ts';
import { oneLine } from './plain-text.ts';

export interface Audit {
	/** @throws InputError for a place that is none. */
	page: (query: { limit: number; before?: string | undefined }) => AuditPage;
	/** Entries of this author that `work` makes, however long it takes, are made from this address. */
	from: <T>(whom: Doer, work: () => T) => T;
	/** After each entry. */
	afterEntry: () => void;
}

export interface Doer {
	author: string;
	address: string;
}

export interface AuditStages {
	journal: Pick<Journal<Handlers>, 'entries' | 'titles' | 'revision'>;
	notes: AccessNotes;
	/** All kinds of entries that there are. */
	kinds: readonly string[];
}

/** By their first words, so that what is made later is listed as well. Facts, targets and people have records of their own. */
const concerns = /^(account|password|role|invitation|reset|api key|screen|workspace|settings|calendar|holidays|leave|week|rates|authority|time zone|stages|stalled|currency|link|backup|retention|feed|targets (un)?locked|person erased|celebrations)\b/;

/** What of an entry says what it concerns, in this order. */
const telling = ['name', 'label', 'note', 'timeZone', 'currency', 'of', 'id', 'screen'] as const;
const mostOfIt = 120;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function saidOf({ kind, body }: LoggedEntry): Pick<AuditRow, 'about' | 'roles' | 'fields'> {
	const { from, to, before, role, ...parts } = isRecord(body) ? body : {};
	if (kind === 'screen renamed' && isRecord(to)) Object.assign(parts, to);
	const said = telling.map((part) => parts[part]).filter((value) => typeof value === 'number' || isText(value));
	// Numbers tell only where nothing else does.
	const words = said.filter(isText);
	const about = (words.length > 0 ? words : said).slice(0, 2).join(', ');
	return {
		about: [...oneLine(about)].slice(0, mostOfIt).join(''),
		roles: [before, role].filter(isText),
		fields: isRecord(from) && isRecord(to) ? Object.keys(to).filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name])) : [],
	};
}

/** The next before it, of entries and of notes: "41.7". */
function placeIn(text: string): { entry: number; note: number } {
	const [, entry, note] = /^(\d{1,16})\.(\d{1,16})$/.exec(text) ?? [];
	if (entry === undefined || note === undefined) throw new InputError('expected what the answer before called older', { field: 'before' });
	return { entry: Number(entry), note: Number(note) };
}

export function createAudit({ journal, notes, kinds }: AuditStages): Audit {
	const concerned = kinds.filter((kind) => concerns.test(kind));
	const acting = new AsyncLocalStorage<Doer>();
	let told = journal.revision();

	const ofEntry = (entry: LoggedEntry): AuditRow => ({
		id: `e${entry.id}`,
		at: isoText(entry.at),
		what: entry.kind,
		who: entry.author,
		...saidOf(entry),
		address: notes.addressOf(entry.id),
	});
	const ofNote = ({ id, at, what, account, about, address }: StoredNote): AuditRow => ({ id: `n${id}`, at: isoText(at), what, who: account, about, roles: [], fields: [], address });

	return {
		page: ({ limit, before }) => {
			const place = before === undefined ? { entry: Number.MAX_SAFE_INTEGER, note: Number.MAX_SAFE_INTEGER } : placeIn(before);
			const entries = journal.entries({ kinds: concerned, limit: limit + 1, before: place.entry });
			const noted = notes.list({ limit: limit + 1, before: place.note });
			const rows: AuditRow[] = [];
			while (rows.length < limit) {
				const [entry, note] = [entries[0], noted[0]];
				if (entry && (!note || entry.at > note.at)) {
					entries.shift();
					place.entry = entry.id;
					rows.push(ofEntry(entry));
				} else if (note) {
					noted.shift();
					place.note = note.id;
					rows.push(ofNote(note));
				} else break;
			}
			return { rows, older: entries.length + noted.length > 0 ? `${place.entry}.${place.note}` : null };
		},
		from: (whom, work) => acting.run(whom, work),
		afterEntry: () => {
			const [before, doer] = [told, acting.getStore()];
			told = journal.revision();
			if (!doer) return;
			// What began with a request goes on after it: ticks, too, whose entries are nobody's.
			const own = journal.titles(before, told - before).filter(({ kind, author }) => author === doer.author && concerned.includes(kind));
			for (const { id, at } of own) notes.noteEntry(id, at, doer.address);
		},
	};
}
