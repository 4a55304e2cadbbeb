/** The body of a route that takes JSON. */
import express, { type RequestHandler } from 'express';
import { InputError } from '../errors.ts';

/** Deeper than anything that is asked for here. What walks through a body must not run out of stack, whatever was sent. */
export const deepestBody = 20;

const isDeeper = (value: unknown, levels: number): boolean => {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	if (Array.isArray(value)) return value.some((each) => isDeeper(each, levels - 1));
	return Object.values(value).some((each) => isDeeper(each, levels - 1));
};

const requireJson: RequestHandler = (request, _response, next) => {
	if (!request.is('application/json')) throw new InputError('Expected a body with Content-Type: application/json.', { status: 415, code: 'unsupported_type', field: 'Content-Type' });
	next();
};

const requireShallow: RequestHandler = (request, _response, next) => {
	if (isDeeper(request.body, deepestBody)) throw new InputError(`The body is nested more than ${deepestBody} levels deep.`, { code: 'too_deep', field: 'body' });
	next();
};

/** @param limit of bytes. */
export const jsonBody = (limit: number): RequestHandler[] => [requireJson, express.json({ limit, strict: false, type: () => true }), requireShallow];
