/** The mappings that come along, by their names. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

const folder = new URL('../mappings/', import.meta.url);

export const shippedNames = (): string[] => readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [basename(name, '.json')] : []));

export const shippedMapping = (name: string): string => readFileSync(new URL(`${name}.json`, folder), 'utf8');
