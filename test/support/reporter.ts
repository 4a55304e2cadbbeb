/**
 * Ends the output with `N passed, N failed, N skipped`. A file that could not be read and an error outside of any test
 * count as failed. On CI a skipped test counts as failed too: there, what a test needs has to be there.
 */
import { writeSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

export const closingLine = ({ passed, failed, skipped }: Counts): string => `${passed} passed, ${failed} failed, ${skipped} skipped`;

export function countTests(modules: readonly TestModule[], unhandled: readonly SerializedError[], isCi: boolean): Counts & { skippedNames: string[] } {
	// A run that found no tests proves nothing.
	const counts = { passed: 0, failed: unhandled.length + (modules.length === 0 ? 1 : 0), skipped: 0 };
	const skippedNames: string[] = [];
	for (const module of modules) {
		for (const test of module.children.allTests()) {
			const { state } = test.result();
			if (state === 'passed' || state === 'failed') counts[state] += 1;
			// Pending at the end: the run was cut short.
			else if (state === 'pending') counts.failed += 1;
			else {
				counts[isCi ? 'failed' : 'skipped'] += 1;
				skippedNames.push(test.fullName);
			}
		}
		counts.failed += module.errors().length;
		for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
	}
	return { ...counts, skippedNames };
}

class ClosingLine implements Reporter {
	#counts: Counts = { passed: 0, failed: 1, skipped: 0 };

	onInit(): void {
		// Other reporters and vitest itself print after the run has ended; nothing prints after this.
		process.on('exit', () => {
			if (this.#counts.failed > 0) process.exitCode = 1;
			writeSync(1, `\n${closingLine(this.#counts)}\n`);
		});
	}

	onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
		const { skippedNames, ...counts } = countTests(modules, unhandled, process.env['CI'] === 'true');
		this.#counts = counts;
		if (skippedNames.length > 0) console.log(`\nSkipped:\n${skippedNames.map((name) => `  ${name}\n`).join('')}`);
	}
}

// Vitest takes a reporter by its path and wants a default export there.
export { ClosingLine as default };
