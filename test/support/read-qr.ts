/** What a phone would read in a picture. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';

const decoder = readFileSync(createRequire(import.meta.url).resolve('jsqr'), 'utf8');

/** Null when it would find no code. */
export async function readQr(browser: Browser, picture: Buffer): Promise<string | null> {
	const page = await browser.newPage();
	await page.evaluate(decoder);
	const found = await page.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
		const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
		const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
		const context = canvas.getContext('2d');
		if (!context) throw new Error('no canvas');
		context.drawImage(bitmap, 0, 0);
		const { data, width, height } = context.getImageData(0, 0, bitmap.width, bitmap.height);
		const { jsQR } = globalThis as unknown as { jsQR: (data: Uint8ClampedArray, width: number, height: number) => { data: string } | null };
		return jsQR(data, width, height)?.data ?? null;
	}, picture.toString('base64'));
	await page.close();
	return found;
}
