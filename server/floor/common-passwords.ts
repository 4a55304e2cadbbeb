/**
 * Passwords that are guessed first: some fifty thousand, in the order in which they were found in leaks. A password is chosen now and
 * then only, so the list is read when one is, and not kept: it would take megabytes.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

const file = createRequire(import.meta.url).resolve('@zxcvbn-ts/language-common/src/passwords.json');
const listSchema = z.array(z.string()).min(3000);

/** Compared without case. */
export const isCommon = (password: string): boolean => listSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).includes(password.toLowerCase());
