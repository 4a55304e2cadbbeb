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
	/** Asked again before each step of long work that cannot be undone, also after the answer. @throws InputError 401, 403 once they have been shut out */
	stillMay: () => void;
}

export interface Route<Body = unknown, Query = Record<string, string>> {
	method: 'get' | 'post' | 'put' | 'delete';
	path: string;
	who: Who;
	/** What it does, in a sentence for who writes a script. */
	says: string;
	/** What the body must be. The answer gets what comes of it, and parses nothing itself. */
	body?: z.ZodType<Body>;
	/** What the parameters in the address must be; each was given once. */
	query?: z.ZodType<Query>;
	/** What the body is where its rows are taken one by one, so that a bad one leaves the others: the schemas that each is checked with, put together. Not checked here. */
	rows?: z.ZodType;
	/** What is answered, for calls that scripts make. */
	answers?: z.ZodType;
	/** The type of an answer that is not JSON. */
	gives?: string;
	/** Bytes of the body at most; 64 kB unless given. */
	largest?: number;
	/** Reads a body that is not JSON. */
	reads?: RequestHandler[];
	/** The types of file that `reads` takes, the usual one first. */
	takes?: readonly string[];
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

/** Bytes of a body at most, unless a route says otherwise. */
export const usualBody = 65_536;

export const yesOrNo = z.boolean({ message: 'expected true or false' });
/** The body where the address says it all. */
export const nothing = z.strictObject({}, { message: 'expected an empty object' });

/** Which entry of the journal is to be taken back. */
export const entryRequest = z.object({ entry: z.int({ message: 'expected the number of an entry' }).positive({ message: 'expected the number of an entry' }) }, { message: 'expected entry' });

export const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

/** A number among the parameters: of "a person". */
export const numberText = (what: string) =>
	z
		.string({ message: `expected the number of ${what}` })
		.regex(/^\d{1,15}$/, { message: `expected the number of ${what}` })
		.transform(Number);

/** The number of `what`, from the address: "a screen". @throws InputError */
export function idIn(text = '', what: string): number {
	if (!isId(text)) throw new InputError(`expected the number of ${what}`, { field: 'id' });
	return Number(text);
}

/** 'a, b and c' */
const listed = (names: readonly string[]): string => [names.slice(0, -1).join(', '), ...names.slice(-1)].filter(Boolean).join(' and ');

/** @throws InputError that names the parameter. */
export function parseQuery<T>(schema: z.ZodType<T>, query: unknown): T {
	const parsed = schema.safeParse(query);
	if (parsed.success) return parsed.data;
	throw firstIssue(parsed.error, schema instanceof z.ZodObject ? `expected ${listed(Object.keys(schema.shape))}` : 'the parameters were not understood');
}

/** @throws InputError that names the field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw badBody(parsed.error);
}

/** Who wrote it, for the journal. */
export const authorOf = (caller: Caller): string => (caller.kind === 'session' ? caller.account.name : caller.kind === 'key' ? keyAuthor(caller.key.name) : caller.kind);
