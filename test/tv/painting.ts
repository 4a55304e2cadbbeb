/** What stands on a page and where, so that two engines can be compared. Lengths are in display units. */

export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

export interface PaintedText extends Box {
	text: string;
	size: number;
	weight: string;
	colour: string;
}

/** An area that has a colour of its own: a card, a bar, a rule. */
export interface PaintedArea extends Box {
	name: string;
	colour: string;
}

export interface Painting {
	link: string;
	texts: PaintedText[];
	areas: PaintedArea[];
	/** Each canvas, seen small: red, green, blue and alpha of its cells. */
	canvases: number[][];
}

/** Looks at each picture of the gallery. Serialised into the browser, so everything it needs is inside it. */
export async function paintings(links: string[]): Promise<Painting[]> {
	const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
	const unit = parseFloat(document.documentElement.style.getPropertyValue('--u'));
	const units = (pixels: number) => Math.round((pixels / unit) * 100) / 100;
	const boxOf = (rect: DOMRect) => ({ left: units(rect.left), top: units(rect.top), right: units(rect.right), bottom: units(rect.bottom) });
	const [columns, rows] = [32, 18];
	await document.fonts.ready;

	function texts(): PaintedText[] {
		const found: PaintedText[] = [];
		const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const text = walker.currentNode.textContent?.trim() ?? '';
			const element = walker.currentNode.parentElement;
			if (text === '' || !element) continue;
			const range = document.createRange();
			range.selectNodeContents(walker.currentNode);
			const style = getComputedStyle(element);
			found.push({ text, ...boxOf(range.getBoundingClientRect()), size: units(parseFloat(style.fontSize)), weight: style.fontWeight, colour: style.color });
		}
		return found;
	}

	function areas(): PaintedArea[] {
		const found: PaintedArea[] = [];
		for (const element of document.body.querySelectorAll('*')) {
			const style = getComputedStyle(element);
			const hasRule = style.borderTopStyle !== 'none' && parseFloat(style.borderTopWidth) > 0;
			const colour = hasRule ? `${style.borderTopStyle} ${style.borderTopColor}` : style.backgroundColor;
			if (colour !== 'rgba(0, 0, 0, 0)') found.push({ name: element.classList[0] ?? element.tagName, ...boxOf(element.getBoundingClientRect()), colour });
		}
		return found;
	}

	/** Averaged here: how well a canvas draws another one smaller depends on the engine. */
	function canvases(): number[][] {
		return [...document.querySelectorAll('canvas')].map((canvas) => {
			const { width, height } = canvas;
			const pixels = width > 0 && height > 0 ? canvas.getContext('2d')?.getImageData(0, 0, width, height).data : undefined;
			if (!pixels) return [];
			const sums: number[] = Array.from({ length: columns * rows * 4 }, () => 0);
			for (let y = 0; y < height; y += 1) {
				const row = Math.floor((y * rows) / height) * columns;
				for (let x = 0; x < width; x += 1) {
					const cell = (row + Math.floor((x * columns) / width)) * 4;
					const pixel = (y * width + x) * 4;
					const alpha = (pixels[pixel + 3] ?? 0) / 255;
					for (let part = 0; part < 3; part += 1) sums[cell + part] = (sums[cell + part] ?? 0) + (pixels[pixel + part] ?? 0) * alpha;
					sums[cell + 3] = (sums[cell + 3] ?? 0) + alpha * 255;
				}
			}
			return sums.map((sum) => Math.round((sum * columns * rows) / (width * height)));
		});
	}

	const look = () => ({ texts: texts(), areas: areas(), canvases: canvases() });
	/** As it stands once it stands still: a chart takes its size from its place a frame or two later, old engines lay out some grids twice. */
	async function settled() {
		let before = '';
		for (let frames = 0; frames < 40; frames += 1) {
			await frame();
			await document.fonts.ready;
			if (!document.querySelector('main') || (frames < 3 && document.querySelector('canvas'))) continue;
			const now = look();
			if (JSON.stringify(now) === before) return now;
			before = JSON.stringify(now);
		}
		throw new Error(`${location.hash} does not come to rest`);
	}

	const seen: Painting[] = [];
	for (const link of links) {
		const changed = new Promise((resolve) => window.addEventListener('hashchange', resolve, { once: true }));
		location.hash = link;
		await changed;
		seen.push({ link, ...(await settled()) });
	}
	return seen;
}
