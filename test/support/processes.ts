/** The processes of a program that a test has started: Linux only, where /proc lists them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Process {
	pid: number;
	command: string;
}

const read = (pid: number, what: string): string => {
	try {
		return readFileSync(`/proc/${pid}/${what}`, 'utf8');
	} catch {
		return ''; // it has ended meanwhile
	}
};

/** A process and all that come from it. */
export function processesOf(root: number): Process[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc')) {
		// After the name, which may hold anything, in brackets: the state, and the parent.
		if (/^\d+$/.test(name)) parents.set(Number(name), Number(read(Number(name), 'stat').split(') ').at(-1)?.split(' ')[1] ?? 0));
	}
	const isOf = (pid: number): boolean => pid === root || (pid > 1 && isOf(parents.get(pid) ?? 0));
	return [...parents.keys()].filter(isOf).map((pid) => ({ pid, command: read(pid, 'cmdline').replaceAll('\0', ' ') }));
}

export function signal(processes: readonly Process[], name: 'SIGSTOP' | 'SIGCONT'): void {
	for (const { pid } of processes) process.kill(pid, name);
}
