/** A route is data: what it answers, and who may ask. What is not in the table does not exist. */
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { keyAuthor } from '../../shared/keys-api.ts';
import { badBody, firstIssue, InputError } from '../errors.ts';
import type { Caller, Who } from './caller.ts';

export interface Call<Body = unknown, Query = Record<string, string>> {
	caller: Caller;
	/** As the route's schema says; without one, each parameter once. */
	query: Query;
	params: Record<string, string>;
	/** As the route's schema says; without one, JSON of any shape, or what `reads` left. Undefined for GET and DELETE. */
	body: Body;
	request: Request;
	/** For status and cookies; the answer itself is what the route returns. */
	response: Response;
}

export interface Route<Body = unknown, Query = Record<string, string>> {
	method: 'get' | 'post' | 'put' | 'delete';
	path: string;
	who: Who;
	/** What it does, in a sentence for who writes a script. */
	says?: string;
	/** What the body must be. */
	body?: z.ZodType<Body>;
	/** What the parameters in the address must be; each was given once. */
	query?: z.ZodType<Query>;
	/** Bytes of the body at most; 64 kB unless given. */
	largest?: number;
	/** Reads a body that is not JSON. */
	reads?: RequestHandler[];
	/** Run once the caller is known to be allowed, before the body is read. */
	before?: RequestHandler[];
	/** Run after the body was read. */
	after?: RequestHandler[];
	/** Returns what is sent as JSON. */
	answer: (call: Call<Body, Query>) => unknown;
}

/** A route whose answer gets its body and its parameters as its schemas say. */
export const route = <Body = unknown, Query = Record<string, string>>(one: Route<Body, Query>): Route =>
	// What calls it has parsed both with these very schemas.
	one as unknown as Route;

export const yesOrNo = z.boolean({ message: 'expected true or false' });
/** The body where the address says it all. */
export const nothing = z.strictObject({}, { message: 'expected an empty object' });

export const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

/** The number of `what`, from the address: "a screen". @throws InputError */
export function idIn(text = '', what: string): number {
	if (!isId(text)) throw new InputError(`expected the number of ${what}`, { field: 'id' });
	return Number(text);
}

/** @throws InputError that names the parameter. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
	const parsed = schema.safeParse(query);
	if (parsed.success) return parsed.data;
	throw firstIssue(parsed.error, 'the parameters were not understood');
}

/** @throws InputError that names the field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw badBody(parsed.error);
}

/** Who wrote it, for the journal. */
export const authorOf = (caller: Caller): string => (caller.kind === 'session' ? caller.account.name : caller.kind === 'key' ? keyAuthor(caller.key.name) : caller.kind);
