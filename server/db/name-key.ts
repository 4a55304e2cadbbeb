/** Names of companies are the same however they are written. */
export const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase();
