/** Type check, lint and all tests, as one command that always ends with `N passed, N failed, N skipped`. Arguments go to vitest. */
import { spawn } from 'node:child_process';

const checksFailed = '\n0 passed, 1 failed, 0 skipped\n';

/** @returns true when the command succeeded */
const run = (command: string, args: string[]): Promise<boolean> =>
	new Promise((resolve) => {
		const child = spawn(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
		child.on('error', (error) => {
			console.error(`${command}: ${error.message}`);
			resolve(false);
		});
		child.on('exit', (code) => resolve(code === 0));
	});

const checks = await Promise.all([run('npm', ['run', '--silent', 'check']), run('npm', ['run', '--silent', 'lint'])]);
if (checks.every(Boolean)) {
	process.exitCode = (await run('vitest', ['run', ...process.argv.slice(2)])) ? 0 : 1;
} else {
	process.stdout.write(checksFailed);
	process.exitCode = 1;
}
