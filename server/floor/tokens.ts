/** Secrets that the machine makes: 256 random bits, kept only as their SHA-256. */
import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export const newToken = (): string => randomBytes(32).toString('base64url');

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** In time that tells nothing of where they differ, nor of the secret's length. */
export const isSameSecret = (given: string, secret: string): boolean => {
	const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
	return timingSafeEqual(digest(given), digest(secret));
};

// No vowels (no words), nothing that reads like a digit or another letter on a TV across the room.
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

/** A code for a person to type: about 4.3 bits a letter. */
export const newCode = (length: number): string => Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');

/** As typed: case, spaces and hyphens do not matter. */
export const plainCode = (typed: string): string => typed.toUpperCase().replace(/[\s\p{Pd}]/gu, '');
