/** Faults under a server process: faults.c preloaded into it, and the rule that it follows. Where it cannot be built, `faultsLibrary` is null. */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { givenFolder } from '../server/http/support.ts';

const source = fileURLToPath(new URL('faults.c', import.meta.url));
const folder = fileURLToPath(new URL('../../.build/faults', import.meta.url));

/** Of calls on files: which are counted, and may fail. */
export const calls = { write: 1, sync: 2, cut: 4, open: 8, read: 16, move: 32, remove: 64 } as const;
export type Call = keyof typeof calls;

const build = (): string | null => {
	const library = join(folder, 'faults.so');
	if (existsSync(library) && statSync(library).mtimeMs > statSync(source).mtimeMs) return library;
	mkdirSync(folder, { recursive: true });
	// Several test files may build it at once: each under its own name, and the last one stays.
	const made = join(folder, `faults-${process.pid}.so`);
	const { status, stderr } = spawnSync('cc', ['-Wall', '-O2', '-shared', '-fPIC', '-o', made, source, '-ldl'], { encoding: 'utf8' });
	if (status !== 0) {
		console.warn(`Tests of failing disks and wrong clocks need Linux and a C compiler (packages gcc and libc6-dev): ${stderr ?? 'there is no cc'}`);
		return null;
	}
	renameSync(made, library);
	return library;
};

export const faultsLibrary: string | null = process.platform === 'linux' ? build() : null;

export interface Fault {
	on: Call[];
	/** The n-th of the calls from now on; the first unless given. */
	nth?: number;
	/** One call fails unless this says that all later ones do too. */
	forEver?: boolean;
	/** What the call fails with; `kill` ends the process before it. */
	with: 'EIO' | 'ENOSPC' | 'EMFILE' | 'EACCES' | 'kill';
}

export interface Faults {
	/** For the environment of the process. */
	env: Record<string, string>;
	fail: (fault: Fault) => void;
	heal: () => void;
	/** Calls of the kinds that the last rule named, since then. */
	counted: () => number;
	/** Of them, how many failed. */
	failed: () => number;
	/** How far the wall clock is off. */
	clock: (offMs: number) => void;
}

// The places of its numbers in the rule, as faults.c has them.
const at = { clock: 0, kinds: 1, calls: 2, first: 3, times: 4, error: 5, failed: 6 };
const numbers = 7;

export function givenFaults(below: string): Faults {
	const { close, ...faults } = openFaults(join(givenFolder(), 'rule'), below);
	onTestFinished(close);
	return faults;
}

/** `path`: of the rule, which is made. */
export function openFaults(path: string, below: string): Faults & { close: () => void } {
	if (faultsLibrary === null) throw new Error('there is no library of faults');
	const file = openSync(path, 'w+');
	const set = (place: number, value: number): void => {
		const number = Buffer.alloc(8);
		number.writeBigInt64LE(BigInt(value));
		writeSync(file, number, 0, 8, place * 8);
	};
	const get = (place: number): number => {
		const number = Buffer.alloc(8);
		readSync(file, number, 0, 8, place * 8);
		return Number(number.readBigInt64LE());
	};
	for (let place = 0; place < numbers; place += 1) set(place, 0);
	return {
		env: { LD_PRELOAD: faultsLibrary, FAULTS_RULE: path, FAULTS_BELOW: below },
		fail: (fault) => {
			set(at.first, 0);
			set(at.kinds, 0);
			set(at.calls, 0);
			set(at.failed, 0);
			set(at.times, fault.forEver ? 1e15 : 1);
			set(at.error, fault.with === 'kill' ? 0 : constants.errno[fault.with]);
			set(at.first, fault.nth ?? 1);
			set(at.kinds, fault.on.reduce((kinds, call) => kinds | calls[call], 0));
		},
		heal: () => set(at.first, 0),
		counted: () => get(at.calls),
		failed: () => get(at.failed),
		clock: (offMs) => set(at.clock, Math.round(offMs)),
		close: () => closeSync(file),
	};
}
