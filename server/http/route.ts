/** A route is data: what it answers, and who may ask. What is not in the table does not exist. */
import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { badBody } from '../errors.ts';
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

/** @throws InputError that names the field. */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
	const parsed = schema.safeParse(value);
	if (parsed.success) return parsed.data;
	throw badBody(parsed.error);
}

/** Who wrote it, for the journal. */
export const authorOf = (caller: Caller): string => (caller.kind === 'session' ? caller.account.name : caller.kind);
