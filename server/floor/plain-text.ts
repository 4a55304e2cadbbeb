/** What people write to be read by others: names of all kinds, titles of messages. */
import { z } from 'zod';
import { isReadable } from '../../shared/readable.ts';

// Joiners make one sign of several ("👨‍👩‍👧"), and hold letters of some scripts apart; tags make flags.
const unprintable = /[[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]--[\u200c\u200d\u{e0020}-\u{e007f}]]/v;
const everyUnprintable = new RegExp(unprintable, 'gv');

/** In one line, and in the direction in which it is read. */
export const oneLine = (text: string): string => text.replace(/[\s\u2028\u2029]+/g, ' ').replace(everyUnprintable, '');

/** Without spaces around it; empty when nobody could see it. Null when it has what is no text, or another length than is expected. */
export function plainName(text: string, most: number, least = 1): string | null {
	const trimmed = text.normalize('NFC').trim();
	const name = isReadable(trimmed) ? trimmed : '';
	const { length } = [...name];
	return unprintable.test(name) || length < least || length > most ? null : name;
}

/** A name in a request. @param what it is the name of, such as "a team". */
export const nameOf = (what: string, most: number) =>
	z.string({ message: `expected the name of ${what}` }).transform((text, context) => {
		const name = plainName(text, most);
		if (name !== null) return name;
		context.addIssue({ code: 'custom', message: text.trim() === '' ? `${what} needs a name` : `expected a name of 1 to ${most} characters, without line breaks and signs that cannot be seen` });
		return z.NEVER;
	});
