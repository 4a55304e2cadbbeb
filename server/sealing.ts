/**
 * Keeps what must be used again but not be read by whoever gets hold of the database: AES-256-GCM, a nonce of its own each time, and a key
 * that lies outside the database, in a file beside it or in the environment. Each text is sealed for one purpose and opens for no other.
 * Several keys may stand there: the first one seals, all of them open, so that a key can be replaced.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { syncFolder } from './db/sync.ts';

export interface Sealing {
	/** @param purpose what it is and of what: `feed 7 address`. */
	seal: (text: string, purpose: string) => string;
	/** Null when its key is gone, it is of another purpose, or somebody has changed it. */
	open: (sealed: string, purpose: string) => string | null;
	/** Whether the key that seals now sealed it. */
	isCurrent: (sealed: string) => boolean;
}

interface Key {
	/** Tells keys apart, and nothing of the key. */
	id: string;
	bytes: Buffer;
}

const keyFile = 'secret.key';
const form = 'f1';
const nonceBytes = 12;
const tagBytes = 16;

const keyOf = (text: string): Key => {
	const made = (use: string): Buffer => Buffer.from(hkdfSync('sha256', text, '', use, 32));
	return { id: createHash('sha256').update(made('floorcast key id')).digest('hex').slice(0, 8), bytes: made('floorcast sealing') };
};

/** Keys as they are written: separated by commas, spaces or lines. */
export const keysIn = (text: string): string[] => text.split(/[\s,]+/).filter((key) => key !== '');

function readKeys(file: string): Key[] {
	if (!existsSync(file)) return [];
	// However it was copied here: it is for this user alone.
	chmodSync(file, 0o600);
	return keysIn(readFileSync(file, 'utf8')).map(keyOf);
}

/** On disk before anything is sealed with it, and whole before it has its name: a full disk leaves nothing in its place. */
function makeKey(file: string): Key {
	const text = randomBytes(32).toString('base64url');
	const begun = `${file}.new`;
	try {
		writeFileSync(begun, `${text}\n`, { mode: 0o600, flush: true });
		renameSync(begun, file);
	} catch (error) {
		rmSync(begun, { force: true });
		throw error;
	}
	syncFolder(dirname(file));
	return keyOf(text);
}

/** @param given keys of the environment; they come before those of the file, of which one is made when there is none at all and something is to be sealed. */
export function createSealing(folder: string, given: readonly string[]): Sealing {
	const file = join(folder, keyFile);
	let keys: Key[] = [];
	// While there is none it is looked for anew: one that was put there since must not be written over.
	const known = (): Key[] => (keys.length > 0 ? keys : (keys = [...given.map(keyOf), ...readKeys(file)]));
	const sealing = (): Key => {
		const [first] = known();
		if (first) return first;
		const made = makeKey(file);
		keys = [made];
		return made;
	};

	return {
		seal: (text, purpose) => {
			const { id, bytes } = sealing();
			const nonce = randomBytes(nonceBytes);
			const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(Buffer.from(`${id} ${purpose}`));
			const closed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
			return [form, id, closed.toString('base64url')].join('.');
		},
		open: (sealed, purpose) => {
			const [, id, text = ''] = /^f1\.([0-9a-f]{8})\.([\w-]+)$/.exec(sealed) ?? [];
			const key = known().find((one) => one.id === id);
			const closed = Buffer.from(text, 'base64url');
			if (!key || closed.length < nonceBytes + tagBytes) return null;
			const decipher = createDecipheriv('aes-256-gcm', key.bytes, closed.subarray(0, nonceBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(`${key.id} ${purpose}`));
			decipher.setAuthTag(closed.subarray(-tagBytes));
			try {
				return Buffer.concat([decipher.update(closed.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
			} catch {
				return null; // changed by somebody, or of another purpose
			}
		},
		isCurrent: (sealed) => known()[0] !== undefined && sealed.startsWith(`${form}.${known()[0]?.id}.`),
	};
}
