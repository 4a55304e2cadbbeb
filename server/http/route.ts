/** A route is data: what it answers, and who may ask. What is not in the table does not exist. */
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { badBody, InputError } from '../errors.ts';
import type { Caller, Who } from './caller.ts';

export interface Call {
	caller: Caller;
	/** Each parameter once; a repeated one was refused. */
	query: Record<string, string>;
	params: Record<string, string>;
	/** Parsed JSON, of any shape, or what `reads` left; undefined for GET and DELETE. */
	body: unknown;
	request: Request;
	/** For status and cookies; the answer itself is what the route returns. */
	response: Response;
}

export interface Route {
	method: 'get' | 'post' | 'put' | 'delete';
	path: string;
	who: Who;
	/** Bytes of the body at most; 64 kB unless given. */
	largest?: number;
	/** Reads a body that is not JSON. */
	reads?: RequestHandler[];
	/** Run once the caller is known to be allowed, before the body is read. */
	before?: RequestHandler[];
	/** Run after the body was read. */
	after?: RequestHandler[];
	/** Returns what is sent as JSON. */
	answer: (call: Call) => unknown;
}

export const yesOrNo = z.boolean({ message: 'expected true or false' });
/** The body where the address says it all. */
export const nothing = z.strictObject({}, { message: 'expected an empty object' });

export const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

/** The number of `what`, from the address: "a screen". @throws InputError */
export function idIn(text = '', what: string): number {
	if (!isId(text)) throw new InputError(`expected the number of ${what}`, { field: 'id' });
	return Number(text);
}

/** @throws InputError that names the field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw badBody(parsed.error);
}

/** Who wrote it, for the journal. */
export const authorOf = (caller: Caller): string => (caller.kind === 'session' ? caller.account.name : caller.kind);
