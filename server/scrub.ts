/**
 * Takes secrets out of whatever is about to be written where others may read it: a log line, the terminal. By what they are called, by what
 * they look like, and by themselves, where they are known. Of an error only what says what went wrong is kept: libraries hang requests,
 * headers and answers on theirs.
 */

const hidden = '[hidden]';

/** Names of fields that hold one, however they are written: `newPassword`, `api_key`, `deviceCode`, `Set-Cookie`. */
const secretName = /pass(?:word|phrase)?$|passwordhash$|secret|token|authorization|cookie|credential|api[-_]?key|^key$|privatekey|(?:^|device|user|setup)[-_]?code$/i;

/** A name and what it is set to within a text: `"password":"x"`, `token=x`, `Authorization: Bearer x`. */
const named = /((?:["']?)(?:pass(?:word)?|secret|token|api[-_]?key|device_?code|user_?code)(?:["']?)\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;&}"']+)/gi;
const headers = /((?:authorization|cookie|set-cookie|x-api-key)["']?\s*[:=]\s*["']?)[^\n"']+/gi;
const bearer = /\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi;
/** 256 random bits in base64url, as the machine makes them, but not the name of a backup; also behind eight letters by which a key is known again; and session cookies. */
const madeHere = /(?<![\w-])(?!floorcast-\d{4}-\d\d-)(?:fc_[a-z0-9]+_)?[\w-]{43}(?![\w-])/g;
const session = /((?:__Host-)?floorcast_session=)[^;\s"']+/g;
/** Of an address only where it leads: user, path and query may be what opens it. It begins where nothing of it stands before: else a long word without any would be read anew from each of its letters. */
const address = /(?<![a-z0-9+.-])([0-9+.-]*[a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@"'<>]*@)?([^\s/?#"'<>:]+)(:\d+)?([/?#][^\s"'<>)\]]*)?/gi;

export type Scrub = (text: string) => string;

/** `known`: secrets as they are; empty and very short ones are left alone, since they stand in everything. */
export function createScrub(known: readonly string[] = []): Scrub {
	const whole = [...new Set(known.flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]))].filter((secret) => secret.length >= 6).sort((a, b) => b.length - a.length);
	return (text) => {
		let said = text;
		for (const secret of whole) said = said.replaceAll(secret, hidden);
		return said
			.replace(address, (all: string, scheme: string, host: string, port = '', rest = '') => (scheme.toLowerCase() === 'file://' ? all : `${scheme}${host}${port}${rest.length > 1 ? '/…' : rest}`))
			.replace(session, `$1${hidden}`)
			.replace(headers, `$1${hidden}`)
			.replace(bearer, `$1 ${hidden}`)
			.replace(named, `$1${hidden}`)
			.replace(madeHere, hidden);
	};
}

const deepest = 8;
const mostItems = 100;

/** A value that JSON can say, without what is secret in it. */
export function scrubbed(value: unknown, scrub: Scrub, depth = 0): unknown {
	if (typeof value === 'string') return scrub(value);
	if (typeof value === 'bigint') return String(value);
	if (typeof value !== 'object' || value === null) return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
	if (depth >= deepest) return '…';
	if (value instanceof Error) return scrubbedError(value, scrub, depth);
	if (value instanceof URL) return scrub(value.href);
	if (ArrayBuffer.isView(value)) return hidden;
	if (Array.isArray(value)) return value.slice(0, mostItems).map((one) => scrubbed(one, scrub, depth + 1));
	if (value instanceof Map) return scrubbed(Object.fromEntries(value), scrub, depth);
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [scrub(name), secretName.test(name) && one !== null && one !== undefined ? hidden : scrubbed(one, scrub, depth + 1)]));
}

function scrubbedError(error: Error, scrub: Scrub, depth: number): Record<string, unknown> {
	const { code, status }: { code?: unknown; status?: unknown } = error as { code?: unknown; status?: unknown };
	return {
		type: error.name,
		message: scrub(error.message),
		stack: scrub(error.stack ?? ''),
		...(typeof code === 'string' || typeof code === 'number' ? { code: scrub(String(code)) } : {}),
		...(typeof status === 'number' ? { status } : {}),
		...(error.cause === undefined ? {} : { cause: scrubbed(error.cause, scrub, depth + 1) }),
		...(error instanceof AggregateError ? { errors: scrubbed(error.errors, scrub, depth + 1) } : {}),
	};
}

/** What stands in a name must not steer the terminal, nor look like another line: only the line ends of the text itself are kept. */
export const harmless = (text: string): string => text.replace(/[^\P{Cc}\n\t]|[\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
