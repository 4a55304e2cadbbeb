/** Whether there is anything in a text for eyes to see: not blanks alone, nor what takes no ink. */
export const isReadable = (text: string): boolean => /[^\p{DI}\p{C}\p{Z}\p{M}\u2800]/u.test(text);
