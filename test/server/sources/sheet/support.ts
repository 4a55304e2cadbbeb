import type { Mapping, SheetKind } from '../../../../server/sources/sheet/mapping.ts';
import { readMapping } from '../../../../server/sources/sheet/mapping.ts';
import type { Plan } from '../../../../server/sources/sheet/plan.ts';
import { planSheet } from '../../../../server/sources/sheet/plan.ts';
import type { Reading } from '../../../../server/sources/sheet/sheet.ts';
import { readSheet } from '../../../../server/sources/sheet/sheet.ts';
import type { Understood } from '../../../../server/sources/sheet/understand.ts';
import { understand } from '../../../../server/sources/sheet/understand.ts';

/** Windows-1252 beyond Latin-1, as far as the tests write it. */
const western = (text: string): Buffer => Buffer.from([...text].map((character) => (character === '€' ? 0x80 : (character.codePointAt(0) ?? 0))));
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** One text in every encoding that is detected. */
export const encodingsOf = (text: string): Map<string, Buffer> =>
	new Map([
		['utf-8', Buffer.from(text)],
		['utf-8 with a mark', Buffer.from(`\ufeff${text}`)],
		['utf-16le', Buffer.from(text, 'utf16le')],
		['utf-16le with a mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
		['utf-16be', bigEndian(text)],
		['utf-16be with a mark', bigEndian(`\ufeff${text}`)],
		['windows-1252', western(text)],
	]);

export const mapped = (sections: Partial<Record<SheetKind, object>>, more: object = {}): Mapping => readMapping(JSON.stringify({ ...more, ...sections }));

export const today = '2026-11-24';

/** As a spreadsheet would save it. */
export const csv = (rows: readonly (readonly string[])[], delimiter = ','): string => rows.map((row) => row.map((cell) => (/["\n\r,;\t|]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)).join('\n');

export function planOf(kind: SheetKind, file: string | Buffer, mapping?: Mapping, reading: Reading = {}, currency: string | null = null): Plan {
	const all = { ...mapping?.reading, ...reading };
	return planSheet(readSheet(Buffer.from(file as string), all), kind, mapping?.sections[kind] ?? null, all, currency);
}

export const understood = (kind: SheetKind, file: string | Buffer, mapping?: Mapping, reading?: Reading, currency?: string): Understood => understand(planOf(kind, file, mapping, reading, currency), today);
