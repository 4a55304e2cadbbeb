/** The body of a route that takes a CSV file or a workbook as it is. */
import express, { type RequestHandler } from 'express';
import { InputError } from '../errors.ts';

/** What is said of the type sorts out mistakes; what counts is the content. */
export const sheetTypes = ['application/octet-stream', 'text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'];

const requireSheet: RequestHandler = (request, _response, next) => {
	const say = (message: string, field: string): InputError => new InputError(message, { status: 415, code: 'unsupported_type', field });
	if (!request.is(sheetTypes)) throw say('Expected a CSV file or a workbook with Content-Type: application/octet-stream.', 'Content-Type');
	if (request.headers['content-encoding'] !== undefined) throw say('Expected the file as it is, without Content-Encoding.', 'Content-Encoding');
	next();
};

/** For `reads` of a route; the body is then bytes. @param limit of bytes. */
export const sheetBody = (limit: number): RequestHandler[] => [requireSheet, express.raw({ limit, inflate: false, type: () => true })];

export const bytesOf = (body: unknown): Uint8Array => (body instanceof Uint8Array ? body : new Uint8Array());
