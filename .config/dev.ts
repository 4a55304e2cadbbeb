/** `npm run dev`: the server, started again when its files change, and beside it the pages with live reload. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

const server = spawn(process.execPath, ['--watch', '--watch-preserve-output', here('server/main.ts')], { stdio: 'inherit', cwd: here('.') });
const vite = await createServer({ configFile: here('vite.config.ts') });
await vite.listen();
vite.printUrls();

const stop = async (): Promise<void> => {
	server.kill('SIGTERM');
	await vite.close();
	process.exit(0);
};
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
server.on('exit', () => void stop());
