/**
 * Builds the display when what it is built from has changed since the last build; else does nothing.
 * A build takes its place whole, by a rename: whoever serves the folder never serves half of one.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inputs = ['display', 'shared', 'vite.config.ts', 'package-lock.json'];

export const displayDir = join(root, '.build', 'display');

async function filesUnder(path: string): Promise<string[]> {
	const entries = await readdir(path, { withFileTypes: true, recursive: true });
	return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A short hash of everything that goes into the display, and of the Node that builds it. */
async function inputsHash(): Promise<string> {
	const hash = createHash('sha256').update(process.version);
	for (const input of inputs) {
		const path = join(root, input);
		const files = input.includes('.') ? [path] : await filesUnder(path);
		for (const file of files.sort()) {
			hash.update(relative(root, file)).update('\0').update(await readFile(file)).update('\0');
		}
	}
	return hash.digest('hex').slice(0, 12);
}

/** The identity of the build in place; null when there is none, or none that says what it is. */
export async function builtDisplay(): Promise<string | null> {
	const text = await readFile(join(displayDir, 'build.json'), 'utf8').catch(() => null);
	if (text === null) return null;
	const build: unknown = JSON.parse(text).build;
	return typeof build === 'string' ? build : null;
}

/**
 * A page says which build it is of, so that it can tell when the server has another. `boot.js` is asked for by the build: it
 * has no name of its own for each.
 */
function named(build: string): Plugin {
	return {
		name: 'named',
		transformIndexHtml: (html) => html.replace('<script src="/boot.js">', `<meta name="build" content="${build}" />\n\t\t<script src="/boot.js?v=${build}">`),
	};
}

/**
 * The TV page is built by itself: what it shares with the pages for desks would bring along all that those use of the
 * libraries, and a TV has little to spare.
 */
async function buildInto(folder: string, build: string, modes: readonly string[] = ['wall', 'desk']): Promise<void> {
	const vite = await import('vite');
	const before = process.env['NODE_ENV'];
	// Vite keeps the one that a test runner has set, and would build a display for developing.
	process.env['NODE_ENV'] = 'production';
	try {
		for (const mode of modes) {
			await vite.build({
				configFile: join(root, 'vite.config.ts'),
				mode,
				logLevel: 'warn',
				plugins: [named(build)],
				build: { outDir: folder, emptyOutDir: mode === modes[0] },
			});
		}
	} finally {
		if (before === undefined) delete process.env['NODE_ENV'];
		else process.env['NODE_ENV'] = before;
	}
}

/** Builds if needed. `build` names the build in place afterwards, `fresh` says whether it was made now. */
export async function buildDisplay(): Promise<{ build: string; fresh: boolean }> {
	const build = await inputsHash();
	if ((await builtDisplay()) === build) return { build, fresh: false };

	await mkdir(dirname(displayDir), { recursive: true });
	const making = await mkdtemp(`${displayDir}-`);
	try {
		// Who builds may be another user than who serves; it is public anyway.
		await chmod(making, 0o755);
		await buildInto(making, build);
		await writeFile(join(making, 'build.json'), JSON.stringify({ build }));
		// Another start may have built the same at the same time and been first: its build stays.
		if ((await builtDisplay()) === build) return { build, fresh: false };
		await rm(displayDir, { recursive: true, force: true });
		await rename(making, displayDir).catch(async (error: unknown) => {
			if ((await builtDisplay()) !== build) throw error;
		});
	} finally {
		await rm(making, { recursive: true, force: true });
	}
	return { build, fresh: true };
}

/** Every panel in every state, to be looked at and tested; never served to a wall. */
export async function buildGallery(folder: string): Promise<void> {
	await buildInto(folder, 'gallery', ['gallery']);
}

if (import.meta.main) {
	const startedAt = performance.now();
	const { build, fresh } = await buildDisplay();
	const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
	console.log(fresh ? `Display ${build} built in ${seconds} s.` : `Display ${build} is up to date.`);
}
