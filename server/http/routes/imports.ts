/** Files that ops bring in: one is decided on at a time, imported, listed, and taken back. */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { delimiterChoices, encodingChoices, importKinds, largestImport, type ImportDraft, type ImportList, type ImportRecord, type ImportUndoPreview } from '../../../shared/imports-api.ts';
import { languages } from '../../../shared/views.ts';
import { InputError } from '../../errors.ts';
import { sourceName } from '../../facts/push.ts';
import { nameOf, oneLine } from '../../floor/plain-text.ts';
import { isCurrencyCode } from '../../sources/sheet/currency.ts';
import { fieldsOf } from '../../sources/sheet/mapping.ts';
import { rejectedIn } from '../../sources/sheet/rejected-file.ts';
import { sampleFile } from '../../sources/sheet/sample-file.ts';
import { callerOf } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { fileBody, isFileBody } from '../file-body.ts';
import { inFlight } from '../limits.ts';
import { sheetTypes } from '../sheet-body.ts';
import { authorOf, idIn, nothing, route, yesOrNo, type Call, type Route } from '../route.ts';

const column = 'expected a column by its name or number';
const ref = z.union([z.string({ message: column }).min(1, { message: column }).max(500, { message: column }), z.int({ message: column }).min(1, { message: column }).max(20_000, { message: column })], { message: column });
const text = z.string({ message: 'expected text' }).max(500, { message: 'at most 500 characters' });
const dates = z.enum(['dmy', 'mdy', 'ymd'], { message: 'expected dmy, mdy or ymd' });
const decimal = z.enum(['.', ','], { message: 'expected . or ,' });
const field = z.strictObject({
	from: z.union([z.strictObject({ column: ref }), z.strictObject({ is: text }), z.strictObject({ template: text })], { message: 'expected a column, a template or a constant' }),
	values: z.record(text, text, { message: 'expected what each value means' }).refine((values) => Object.keys(values).length <= 1_000, { message: 'at most 1000 values' }).optional(),
	otherwise: text.optional(),
	usual: yesOrNo.optional(),
	or: ref.optional(),
	dates: dates.optional(),
	decimal: decimal.optional(),
	unit: z.enum(['percent', 'cents', 'thousands'], { message: 'expected percent, cents or thousands' }).optional(),
}, { message: 'expected what the field is made of' });
const fields = z.record(z.string(), field, { message: 'expected what each field is made of' });
const importChoices = z
	.strictObject(
		{
			kind: z.enum(importKinds, { message: `expected ${importKinds.join(', ')}` }),
			source: nameOf('a source', 100).pipe(sourceName),
			sheet: text.nullable(),
			encoding: z.enum(encodingChoices, { message: `expected ${encodingChoices.join(', ')}` }).nullable(),
			delimiter: z.enum(delimiterChoices, { message: 'expected a comma, semicolon, tab or bar' }).nullable(),
			header: yesOrNo.nullable(),
			dates: dates.nullable(),
			decimal: decimal.nullable(),
			currency: z.string({ message: 'expected a code such as USD' }).refine(isCurrencyCode, { message: 'expected a code such as USD' }).nullable(),
			fields,
			introduces: fields.nullable(),
			isMatched: yesOrNo,
			settled: z.array(z.string({ message: 'expected the name of a field' }).max(50, { message: 'expected the name of a field' }), { message: 'expected names of fields' }).max(50, { message: 'at most 50 fields' }),
		},
		{ message: 'expected what was chosen' },
	)
	.superRefine(({ kind, fields: chosen, introduces }, context) => {
		for (const name of Object.keys(chosen)) if (!fieldsOf(kind).includes(name)) context.addIssue({ code: 'custom', path: ['fields', name], message: `${kind} have no such field` });
		for (const name of Object.keys(introduces ?? {})) if (!fieldsOf('people').includes(name)) context.addIssue({ code: 'custom', path: ['introduces', name], message: 'people have no such field' });
	});
const proposeRequest = z.strictObject({
	kind: z.enum(importKinds, { message: `expected ${importKinds.join(', ')}` }).nullable(),
	sheet: text.nullable(),
	encoding: z.enum(encodingChoices, { message: `expected ${encodingChoices.join(', ')}` }).nullable(),
	delimiter: z.enum(delimiterChoices, { message: 'expected a comma, semicolon, tab or bar' }).nullable(),
	header: yesOrNo.nullable(),
}, { message: 'expected how the file is to be read' });
/** Only for people to read; what would break a line or turn it is left out. */
const fileName = z.string({ message: 'expected the name of the file' }).transform(oneLine).pipe(z.string().trim().min(1, { message: 'expected the name of the file' }).max(300, { message: 'at most 300 characters' }));

const fileQuery = z.object({ name: fileName });
const languageQuery = z.object({ language: z.enum(languages).catch('en').default('en').meta({ description: 'Of the reasons that the file gives.' }) });

/** Each may fill the disk as far as a file goes. */
const uploadsAtOnce = 2;

export function importRoutes({ wall }: AppContext): Route[] {
	/** Before a file is sent in vain. */
	const requireFree: RequestHandler = (request, _response, next) => {
		wall.imports.requireFree(authorOf(callerOf(request)));
		next();
	};
	const idOf = ({ params }: Pick<Call, 'params'>): number => idIn(params['id'], 'an import');
	const csv = ({ response }: Pick<Call, 'response'>, name: string, content: string): void => {
		// A name of a file of theirs must not end the header, or leave the folder.
		const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 100);
		response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(plain)}` });
		response.end(content);
	};

	return [
		route({ method: 'get', path: '/api/v1/imports', who: 'desk', says: 'Lists the files that were brought in, and the one to be decided on.', answer: (): ImportList => ({ ...wall.imports.list(), stayed: wall.importsStayed.list() }) }),
		route({
			method: 'post',
			path: '/api/v1/imports',
			who: 'ops',
			says: 'Brings in a file of people or facts, to be decided on.',
			before: [requireFree, inFlight(uploadsAtOnce, 'uploads')],
			query: fileQuery,
			takes: sheetTypes,
			reads: [fileBody(() => wall.imports.folder(), { largest: () => largestImport, hint: 'Bring it in with npm run import, or split it.' })],
			answer: async ({ query, body, caller }): Promise<ImportDraft> => {
				if (!isFileBody(body)) throw new InputError('expected a file', { field: 'body' });
				wall.imports.requireFree(authorOf(caller));
				body.take();
				return await wall.imports.receive(body, query.name, authorOf(caller));
			},
		}),
		route({ method: 'put', path: '/api/v1/imports/draft', who: 'ops', says: 'Chooses how the file is to be understood.', body: importChoices, answer: ({ body }): Promise<ImportDraft> => wall.imports.choose(body) }),
		route({
			method: 'delete',
			path: '/api/v1/imports/draft',
			who: 'ops',
			says: 'Puts the file away.',
			answer: () => {
				wall.imports.discard();
				return {};
			},
		}),
		route({ method: 'post', path: '/api/v1/imports/draft/propose', who: 'ops', says: 'Proposes how the file is to be understood.', body: proposeRequest, answer: ({ body }): Promise<ImportDraft> => wall.imports.propose(body) }),
		route({
			method: 'post',
			path: '/api/v1/imports/draft/check',
			who: 'ops',
			says: 'Checks the file: the import, taken back.',
			body: nothing,
			answer: ({ caller }): ImportDraft => wall.imports.check(authorOf(caller)),
		}),
		route({ method: 'get', path: '/api/v1/imports/draft/rejected', who: 'desk', says: 'The rows that would be rejected, as CSV.', gives: 'text/csv', query: languageQuery, answer: async (call) => csv(call, 'rejected.csv', rejectedIn(await wall.imports.rejectedOfDraft(), call.query.language)) }),
		route({
			method: 'post',
			path: '/api/v1/imports/draft/run',
			who: 'ops',
			says: 'Imports the file.',
			body: nothing,
			answer: ({ caller }): Promise<ImportRecord> => wall.imports.run(authorOf(caller)),
		}),
		route({
			method: 'post',
			path: '/api/v1/imports/stop',
			who: 'ops',
			says: 'Stops the import that is running.',
			body: nothing,
			answer: () => {
				wall.imports.stop();
				return {};
			},
		}),
		route({
			method: 'post',
			path: '/api/v1/imports/:id/resume',
			who: 'ops',
			says: 'Goes on with an import that was stopped.',
			body: nothing,
			answer: (call): Promise<ImportRecord> => wall.imports.goOn(idOf(call), authorOf(call.caller)),
		}),
		route({ method: 'get', path: '/api/v1/imports/:id/rejected', who: 'desk', says: 'The rows that an import rejected, as CSV.', gives: 'text/csv', query: languageQuery, answer: (call) => csv(call, `rejected-${wall.imports.record(idOf(call)).name}.csv`, rejectedIn(wall.imports.rejectedOf(idOf(call)), call.query.language)) }),
		route({ method: 'get', path: '/api/v1/imports/:id/stayed', who: 'desk', says: 'The rows that stayed when an import was taken back, as CSV.', gives: 'text/csv', query: languageQuery, answer: (call) => csv(call, `stayed-${wall.imports.record(idOf(call)).name}.csv`, wall.importsStayed.file(idOf(call), call.query.language)) }),
		route({
			method: 'get',
			path: '/api/v1/import-samples/:kind',
			who: 'desk',
			says: 'A sample file, as CSV.', gives: 'text/csv',
			answer: (call) => {
				const kind = importKinds.find((one) => one === call.params['kind']);
				if (!kind) throw new InputError(`expected ${importKinds.join(', ')}`, { status: 404, code: 'not_found', field: 'kind' });
				csv(call, `${kind}.csv`, sampleFile(kind));
			},
		}),
		route({ method: 'get', path: '/api/v1/imports/:id/undo', who: 'desk', says: 'Tells what taking an import back would come to.', answer: (call): ImportUndoPreview => wall.imports.undoPreview(idOf(call)) }),
		route({
			method: 'post',
			path: '/api/v1/imports/:id/undo',
			who: 'ops',
			says: 'Takes an import back.',
			body: nothing,
			answer: (call): Promise<ImportRecord> => wall.imports.undo(idOf(call), authorOf(call.caller)),
		}),
	];
}
