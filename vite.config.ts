import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { svelte, vitePreprocess } from '@sveltejs/vite-plugin-svelte';
import legacy from '@vitejs/plugin-legacy';
import { defineConfig, type Plugin } from 'vite';
// Only its types: a box that shows the wall builds it without what tests need.
import type {} from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Svelte scopes descendant selectors with `:where(.svelte-x)`, which engines below Chromium 88 drop together with the
 * whole rule. Taken off in every build, so that specificity is the same on the newest engine as on the oldest.
 */
const unwhere: Plugin = {
	name: 'unwhere',
	enforce: 'post',
	apply: 'build',
	generateBundle(_options, bundle) {
		for (const asset of Object.values(bundle)) {
			if (asset.type !== 'asset' || !asset.fileName.endsWith('.css')) continue;
			asset.source = String(asset.source).replace(/:where\((\.svelte-[\w-]+)\)/g, '$1');
		}
	},
};

/**
 * For old engines, static fields become calls beside their class before the bundler looks for what nobody uses; it then
 * keeps every chart and scale that Chart.js has. Inside a pure expression they go with their class (−20 kB gzipped).
 */
const pureClasses: Plugin = {
	name: 'pure-classes',
	enforce: 'pre',
	apply: 'build',
	transform: {
		filter: { id: /\/chart\.js\/dist\/.*\.js$/ },
		handler: (code) => code.replace(/^class (\w+)[^]*?^\}$/gm, 'const $1 = /* @__PURE__ */ (() => { $&; return $1; })();'),
	},
};

/** What a build makes: `wall` and `desk` by display/build.ts, `gallery` for looking and testing, never served to a wall. */
const pagesOf: Record<string, string[]> = { wall: ['index'], desk: ['admin', 'review'], gallery: ['gallery'] };

function pages(mode: string): Record<string, string> {
	const names = pagesOf[mode] ?? ['index', 'admin', 'review'];
	const found = names.map((name) => [name, here(`display/${name}.html`)] as const).filter(([, path]) => existsSync(path));
	return Object.fromEntries(found);
}

export default defineConfig(({ mode }) => ({
	root: here('display'),
	base: '/',
	cacheDir: here('.build/vite'),
	plugins: [
		svelte({ configFile: false, preprocess: vitePreprocess() }),
		legacy({
			renderLegacyChunks: false,
			modernTargets: ['chrome >= 68'],
			// A path from the root ('/polyfills/…') is looked for at the root of the disk.
			additionalModernPolyfills: [here('display/polyfills/old-engines.js')],
		}),
		pureClasses,
		unwhere,
	],
	build: {
		outDir: here(mode === 'gallery' ? '.build/gallery' : '.build/display'),
		emptyOutDir: true,
		cssTarget: ['chrome68'],
		// All styles of a wall are there from the start: a sheet that once failed to load would not be asked for again.
		cssCodeSplit: mode !== 'wall',
		// The content policy allows no data: addresses.
		assetsInlineLimit: 0,
		modulePreload: { polyfill: false },
		reportCompressedSize: false,
		// The admin page is large, and comes over a LAN; what the wall loads has a budget of its own (B6).
		chunkSizeWarningLimit: 1_000,
		rolldownOptions: { input: pages(mode), checks: { pluginTimings: false } },
	},
	server: {
		// `npm run dev`: the pages come from here, everything else from the server beside it.
		proxy: {
			'/api': 'http://127.0.0.1:4000',
			'/healthz': 'http://127.0.0.1:4000',
			'^/definitions(/|$)': 'http://127.0.0.1:4000',
			'/photos': 'http://127.0.0.1:4000',
			'/socket.io': { target: 'ws://127.0.0.1:4000', ws: true },
		},
	},
	test: {
		root: here('.'),
		include: ['test/**/*.test.ts'],
		environment: 'node',
		globalSetup: 'test/support/set-up.ts',
		reporters: ['default', here('test/support/reporter.ts')],
		// Files that wait for a browser or a server more than they work: alone on two cores they take twice as long.
		maxWorkers: Math.max(3, availableParallelism() - 1),
		testTimeout: 120_000,
		hookTimeout: 120_000,
		// How soon things happen is the bench's matter; here it is whether they do.
		expect: { poll: { timeout: 15_000 } },
	},
}));
