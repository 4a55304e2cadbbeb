/** A table of the review as a file for spreadsheets. */
import { csvText } from '../../shared/csv-text.ts';
import type { ReviewDocument, ReviewSection, ReviewTable } from '../../shared/review-api.ts';
import { delimiterFor } from '../admin/save-file.ts';

export const tableCsv = (document: ReviewDocument, section: ReviewSection, table: ReviewTable): string =>
	csvText([[document.title, section.title, table.title, document.asOf], table.columns.map(({ label }) => label), ...table.rows.map((row) => row.map(({ value, text }) => String(value ?? text)))], delimiterFor(document.board.locale));
