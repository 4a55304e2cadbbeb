/** Writes what the engines paint at every size of screen into `.build/pictures`, to be looked at. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildGallery } from '../../display/build.ts';
import { viewFixtures } from '../fixtures/views.ts';
import { findChromium } from '../support/browser.ts';
import { serveSite } from '../support/site.ts';
import { launch } from './browser.ts';
import { chosenEngines, programOf, versionOf } from './engines.ts';
import type { Size } from './page.ts';

const sizes: Size[] = [[1280, 720], [1920, 1080], [3840, 2160], [2560, 1080]];
const usual = [...Object.keys(viewFixtures).map((kind) => `kind=${kind}`), 'kind=pairing&code=WMQMWX', 'kind=leaderboard&state=stale', 'kind=target&age=silent'];
const into = fileURLToPath(new URL('../../.build/pictures', import.meta.url));

/** `links`: as the gallery lists them, such as `kind=target&state=behind`. */
export async function takePictures(links: readonly string[]): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'floorcast-gallery-'));
	await buildGallery(folder);
	const site = await serveSite(folder);
	await mkdir(into, { recursive: true });
	const programs = [...chosenEngines().map((engine) => [versionOf(engine), programOf(engine)] as const), ['newest', findChromium()] as const];
	try {
		for (const [name, program] of programs) {
			const browser = await launch(program);
			for (const size of sizes) {
				for (const link of links.length > 0 ? links : usual) {
					const page = await browser.open({ size });
					await page.goto(`${site.url}/gallery.html?${link}`);
					await page.evaluate(() => document.fonts.ready.then(() => new Promise((resolve) => setTimeout(resolve, 300))), null);
					await writeFile(join(into, `${link.replace(/\W+/g, '-')}_${size.join('x')}_${name}.png`), await page.screenshot());
					for (const error of page.errors) console.error(`${name} at ${size.join('×')}, ${link}: ${error}`);
					await page.close();
				}
			}
			await browser.close();
		}
	} finally {
		await site.close();
		await rm(folder, { recursive: true, force: true });
	}
	console.log(`The pictures are in ${into}.`);
}
