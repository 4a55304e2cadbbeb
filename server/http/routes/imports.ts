/** Files that ops bring in: one is decided on at a time, imported, listed, and taken back. */
import type { RequestHandler } from 'express';
import { z } from 'zod';
import { delimiterChoices, encodingChoices, importKinds, largestImport, type ImportDraft, type ImportList, type ImportRecord, type ImportUndoPreview } from '../../../shared/imports-api.ts';
import { type Language, languages } from '../../../shared/views.ts';
import { InputError } from '../../errors.ts';
import { nameOf, oneLine } from '../../floor/plain-text.ts';
import { isCurrencyCode } from '../../sources/sheet/currency.ts';
import { fieldsOf } from '../../sources/sheet/mapping.ts';
import { rejectedIn } from '../../sources/sheet/rejected-file.ts';
import { sampleFile } from '../../sources/sheet/sample-file.ts';
import { callerOf } from '../caller.ts';
import type { AppContext } from '../context.ts';
import { fileBody, isFileBody } from '../file-body.ts';
import { inFlight } from '../limits.ts';
import { authorOf, idIn, nothing, parse, yesOrNo, type Call, type Route } from '../route.ts';

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
const choicesSchema = z
	.strictObject(
		{
			kind: z.enum(importKinds, { message: `expected ${importKinds.join(', ')}` }),
			source: nameOf('a source', 100).refine((name) => !name.includes('/') && name.toLowerCase() !== 'by hand', { message: 'choose another name, without a slash' }),
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
const nameIn = z.string({ message: 'expected the name of the file' }).transform(oneLine).pipe(z.string().trim().min(1, { message: 'expected the name of the file' }).max(300, { message: 'at most 300 characters' }));

/** Each may fill the disk as far as a file goes. */
const uploadsAtOnce = 2;

export function importRoutes({ wall }: AppContext): Route[] {
	/** Before a file is sent in vain. */
	const requireFree: RequestHandler = (request, _response, next) => {
		wall.imports.requireFree(authorOf(callerOf(request)));
		next();
	};
	const idOf = ({ params }: Call): number => idIn(params['id'], 'an import');
	const csv = ({ response }: Call, name: string, content: string): void => {
		// A name of a file of theirs must not end the header, or leave the folder.
		const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').slice(0, 100);
		response.set({ 'Content-Type': 'text/csv; charset=utf-8', 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(plain)}` });
		response.end(content);
	};

	const languageIn = ({ query }: Call): Language => languages.find((one) => one === query['language']) ?? 'en';

	return [
		{ method: 'get', path: '/api/v1/imports', who: 'desk', answer: (): ImportList => ({ ...wall.imports.list(), stayed: wall.importsStayed.list() }) },
		{
			method: 'post',
			path: '/api/v1/imports',
			who: 'ops',
			before: [requireFree, inFlight(uploadsAtOnce, 'uploads')],
			reads: [fileBody(() => wall.imports.folder(), { largest: () => largestImport, hint: 'Bring it in with npm run import, or split it.' })],
			answer: async ({ query, body, caller }): Promise<ImportDraft> => {
				if (!isFileBody(body)) throw new InputError('expected a file', { field: 'body' });
				const name = nameIn.safeParse(query['name']);
				if (!name.success) throw new InputError(name.error.issues[0]?.message ?? 'expected the name of the file', { field: 'name' });
				wall.imports.requireFree(authorOf(caller));
				body.take();
				return await wall.imports.receive(body, name.data, authorOf(caller));
			},
		},
		{ method: 'put', path: '/api/v1/imports/draft', who: 'ops', answer: ({ body }): Promise<ImportDraft> => wall.imports.choose(parse(choicesSchema, body)) },
		{
			method: 'delete',
			path: '/api/v1/imports/draft',
			who: 'ops',
			answer: () => {
				wall.imports.discard();
				return {};
			},
		},
		{ method: 'post', path: '/api/v1/imports/draft/propose', who: 'ops', answer: ({ body }): Promise<ImportDraft> => wall.imports.propose(parse(proposeRequest, body)) },
		{
			method: 'post',
			path: '/api/v1/imports/draft/check',
			who: 'ops',
			answer: ({ body, caller }): ImportDraft => {
				parse(nothing, body);
				return wall.imports.check(authorOf(caller));
			},
		},
		{ method: 'get', path: '/api/v1/imports/draft/rejected', who: 'desk', answer: async (call) => csv(call, 'rejected.csv', rejectedIn(await wall.imports.rejectedOfDraft(), languageIn(call))) },
		{
			method: 'post',
			path: '/api/v1/imports/draft/run',
			who: 'ops',
			answer: ({ body, caller }): Promise<ImportRecord> => {
				parse(nothing, body);
				return wall.imports.run(authorOf(caller));
			},
		},
		{
			method: 'post',
			path: '/api/v1/imports/stop',
			who: 'ops',
			answer: ({ body }) => {
				parse(nothing, body);
				wall.imports.stop();
				return {};
			},
		},
		{
			method: 'post',
			path: '/api/v1/imports/:id/resume',
			who: 'ops',
			answer: (call): Promise<ImportRecord> => {
				parse(nothing, call.body);
				return wall.imports.goOn(idOf(call), authorOf(call.caller));
			},
		},
		{ method: 'get', path: '/api/v1/imports/:id/rejected', who: 'desk', answer: (call) => csv(call, `rejected-${wall.imports.record(idOf(call)).name}.csv`, rejectedIn(wall.imports.rejectedOf(idOf(call)), languageIn(call))) },
		{ method: 'get', path: '/api/v1/imports/:id/stayed', who: 'desk', answer: (call) => csv(call, `stayed-${wall.imports.record(idOf(call)).name}.csv`, wall.importsStayed.file(idOf(call), languageIn(call))) },
		{
			method: 'get',
			path: '/api/v1/import-samples/:kind',
			who: 'desk',
			answer: (call) => {
				const kind = importKinds.find((one) => one === call.params['kind']);
				if (!kind) throw new InputError(`expected ${importKinds.join(', ')}`, { status: 404, code: 'not_found', field: 'kind' });
				csv(call, `${kind}.csv`, sampleFile(kind));
			},
		},
		{ method: 'get', path: '/api/v1/imports/:id/undo', who: 'desk', answer: (call): ImportUndoPreview => wall.imports.undoPreview(idOf(call)) },
		{
			method: 'post',
			path: '/api/v1/imports/:id/undo',
			who: 'ops',
			answer: (call): Promise<ImportRecord> => {
				parse(nothing, call.body);
				return wall.imports.undo(idOf(call), authorOf(call.caller));
			},
		},
	];
}
