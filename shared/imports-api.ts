/** Files that ops bring in on the imports page: what was detected, what is chosen, how it went. */
import type { FeedDraft } from './feeds-api.ts';

/** What the rows of a file can be; targets are brought in on their own page. */
export const importKinds = ['deals', 'activities', 'meetings', 'proposals', 'accounts', 'leads', 'movements', 'surveys', 'figures', 'positions', 'people'] as const;
export type ImportKind = (typeof importKinds)[number];

/** Bytes of a file at most; larger ones go in by the command. */
export const largestImport = 60_000_000;

/** A column by its name; by its number, from 1, where its name is not its own. */
export type ColumnRef = string | number;

/** What a field is made of. */
export interface FieldChoice {
	from: { column: ColumnRef } | { is: string } | { template: string };
	/** What values mean, where that is said. */
	values?: Record<string, string> | undefined;
	otherwise?: string | undefined;
	/** The usual words are understood. */
	usual?: boolean | undefined;
	/** The column that stands for it where it is empty. */
	or?: ColumnRef | undefined;
	dates?: DatesChoice | undefined;
	decimal?: DecimalChoice | undefined;
	unit?: UnitChoice | undefined;
}
export type DatesChoice = 'dmy' | 'mdy' | 'ymd';
export type DecimalChoice = '.' | ',';
export type UnitChoice = 'percent' | 'cents' | 'thousands';
export const encodingChoices = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export const delimiterChoices = [',', ';', '\t', '|'] as const;

/** Null is: as detected. */
export interface ImportChoices {
	kind: ImportKind;
	source: string;
	/** Of a workbook. */
	sheet: string | null;
	encoding: (typeof encodingChoices)[number] | null;
	delimiter: (typeof delimiterChoices)[number] | null;
	header: boolean | null;
	dates: DatesChoice | null;
	decimal: DecimalChoice | null;
	currency: string | null;
	fields: Record<string, FieldChoice>;
	/** Of the person that each row makes known; null when it makes none. */
	introduces: Record<string, FieldChoice> | null;
	/** The columns were taken by their names. */
	isMatched: boolean;
	/** Fields whose column somebody has chosen, of several that could be it. */
	settled: string[];
}

/** As what the file is to be looked at anew; a `kind` of null is the likeliest. */
export type ImportWish = Pick<ImportChoices, 'sheet' | 'encoding' | 'delimiter' | 'header'> & { kind: ImportKind | null };

export interface ImportColumn {
	ref: ColumnRef;
	name: string;
	examples: string[];
	isUsed: boolean;
}

/** A value of a column, and what it becomes. */
export interface ImportMeaning {
	value: string;
	count: number;
	means: string;
	/** What it becomes is none of the words there are. */
	isStrange: boolean;
}

export interface ImportField {
	field: string;
	isNeeded: boolean;
	choice: FieldChoice | null;
	as: 'text' | 'number' | 'moment' | 'day';
	/** How dates or decimals of it are read. */
	dates: DatesChoice | null;
	decimal: DecimalChoice | null;
	/** The words that it takes; null when it takes any text. */
	options: string[] | null;
	/** The commonest first; empty where values stand as they are. */
	meanings: ImportMeaning[];
	/** How many values are not listed. */
	more: number;
}

export interface ImportQuestion {
	about: 'column' | 'missing' | 'identity' | 'mangled' | 'shared_id' | 'meaning' | 'currency' | 'decimal' | 'dates' | 'orders';
	field: string;
	column: string;
	value: string;
	line: number | null;
	choices: readonly string[];
}

/** A row as it was and as it becomes, field by field. */
export interface ImportSample {
	line: number;
	cells: { field: string; was: string; becomes: string }[];
	/** Why it is not taken; empty when it is. */
	rejected: string;
}

export interface ImportOutlook {
	form: {
		kind: 'csv' | 'xlsx';
		encoding: (typeof encodingChoices)[number];
		delimiter: (typeof delimiterChoices)[number];
		sheet: string | null;
		sheets: string[];
		headerLine: number | null;
		/** Lines above the header, which are left out. */
		above: string[];
		/** Below the header; those with nothing in them come on top. */
		rows: number;
		blank: number;
	};
	columns: ImportColumn[];
	fields: ImportField[];
	introduced: { field: string; choice: FieldChoice }[];
	questions: ImportQuestion[];
	samples: ImportSample[];
	/** What rows are known by where no column has their ids; null where one has. */
	knownBy: string[] | null;
}

export interface ImportNote {
	message: string;
	count: number;
	line: number | null;
}

export interface ImportCounts {
	inserted: number;
	updated: number;
	unchanged: number;
	rejected: number;
	/** Another row with the same id stands for these. */
	repeated: number;
	blank: number;
}

/** What an import would do. */
export interface ImportCheck {
	state: 'running' | 'done' | 'failed';
	/** Rows looked at, of all that are good. */
	done: number;
	good: number;
	counts: ImportCounts;
	/** All rows below the header: the sum of the counts. */
	all: number;
	people: { inserted: number; updated: number; unchanged: number };
	notes: ImportNote[];
	unknownOwners: { owner: string; rows: number }[];
	/** The first of them. */
	rejected: { line: number; column: string; value: string; reason: string }[];
	error: string;
}

/** A file that is being decided on. */
export interface ImportDraft {
	name: string;
	size: number;
	author: string;
	at: string;
	choices: ImportChoices;
	outlook: ImportOutlook;
	/** Where the choices came from. */
	mapping: { kind: 'remembered' | 'shipped' | 'matched'; name: string };
	check: ImportCheck | null;
	/** It is a published sheet, to be followed; null: a file, to be imported. */
	feed: FeedDraft | null;
}

export type ImportState = 'running' | 'done' | 'cancelled' | 'stopped';

export interface ImportRecord {
	id: number;
	name: string;
	size: number;
	kind: ImportKind;
	source: string;
	author: string;
	started: string;
	ended: string | null;
	state: ImportState;
	/** Good rows that are in, of all. */
	done: number;
	good: number;
	counts: ImportCounts;
	people: { inserted: number; updated: number };
	/** Whether its rejected rows can still be had. */
	hasRejected: boolean;
	/** Whether its file is still there, to go on with. */
	canGoOn: boolean;
	/** Whether it has written anything that is not taken back. */
	canUndo: boolean;
	undone: { at: string; author: string } | null;
}

/** What stayed when an import was taken back. */
export interface ImportStayed {
	import: number;
	count: number;
	/** Of the first 1,000. */
	groups: { entity: string; why: KeptReason; count: number }[];
}

export interface ImportList {
	draft: ImportDraft | null;
	imports: ImportRecord[];
	stayed: ImportStayed[];
}

/** Why something stays: changed since, used by something else, brought by another import too, or known before the import, which changed it. */
export type KeptReason = 'changed' | 'used' | 'again' | 'known';

/** What taking an import back would do. */
export interface ImportUndoPreview {
	/** Facts that go, or are as they were before. */
	rows: number;
	people: number;
	/** What is left, with who changed or brought it: the first of it. */
	kept: { entity: string; source: string; externalId: string; by: string | null; why: KeptReason }[];
	keptCount: number;
}
