/**
 * Looks at a painted stage, inside the page, for what must never be seen on a wall. Serialised into the browser, so
 * everything it needs is inside it.
 */
export interface Complaint {
	link: string;
	what: string;
}

/** What a text may be when it is not from a catalogue: names, numbers, marks. Null: anything. */
export type Allowed = Record<string, string[]> | null;

export async function inspectGallery({ links, allowed }: { links: string[]; allowed: Allowed }): Promise<Complaint[]> {
	const complaints: Complaint[] = [];
	const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
	await document.fonts.ready;

	/** What lies over the wall covers what it hides. */
	const root = () => document.querySelector('[data-over]') ?? document.querySelector('main');
	const isCut = (style: CSSStyleDeclaration) => style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';

	function texts(): { text: string; element: Element; box: DOMRect }[] {
		const found: { text: string; element: Element; box: DOMRect }[] = [];
		const main = root();
		if (!main) return found;
		const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
		while (walker.nextNode()) {
			const node = walker.currentNode;
			const element = node.parentElement;
			if (!element || !node.textContent?.trim() || element.getClientRects().length === 0) continue;
			const range = document.createRange();
			range.selectNodeContents(node);
			found.push({ text: node.textContent.trim(), element, box: range.getBoundingClientRect() });
		}
		return found;
	}

	/** The part of a text that is seen, where an ancestor cuts it off on purpose. */
	function seen(element: Element, box: DOMRect): DOMRect {
		for (let at: Element | null = element; at && at !== root(); at = at.parentElement) {
			if (!isCut(getComputedStyle(at))) continue;
			const clip = at.getBoundingClientRect();
			const left = Math.max(box.left, clip.left);
			const top = Math.max(box.top, clip.top);
			return new DOMRect(left, top, Math.min(box.right, clip.right) - left, Math.min(box.bottom, clip.bottom) - top);
		}
		return box;
	}

	/** Whether the gallery shows it: after some two hundred steps on one page, Chromium takes no more for a while. */
	function show(link: string): Promise<boolean> {
		if (new URL(`#${link}`, location.href).hash === location.hash) return Promise.resolve(true);
		return new Promise((resolve) => {
			window.addEventListener('hashchange', () => resolve(true), { once: true });
			setTimeout(() => resolve(false), 2000);
			location.hash = link;
		});
	}

	for (const link of links) {
		if (!(await show(link))) {
			complaints.push({ link, what: 'is not shown' });
			continue;
		}
		await frame();
		await document.fonts.ready;
		// A chart takes its size from its place, one frame later.
		if (document.querySelector('canvas')) await frame();
		const pixels = (name: string) => parseFloat(document.documentElement.style.getPropertyValue(name));
		// What is read close to the screen does not grow with the wall.
		const unit = root()?.matches('[data-over], [data-card]') ? pixels('--stage-height') / 100 : pixels('--u');
		const say = (what: string) => complaints.push({ link, what });
		const stage = root()?.getBoundingClientRect();
		if (!stage) {
			say('nothing is shown');
			continue;
		}
		if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) say('the page scrolls');

		const shown = texts().map((text) => ({ ...text, box: seen(text.element, text.box) }));
		for (const { text, element, box } of shown) {
			const style = getComputedStyle(element);
			if (/NaN|undefined|null|Infinity|\[object/.test(text)) say(`writes "${text}"`);
			if (parseFloat(style.fontSize) < 2.8 * unit - 0.05) say(`"${text}" is ${(parseFloat(style.fontSize) / unit).toFixed(2)}u high`);
			const holder = element.closest('section, .chip, .note, .filled')?.getBoundingClientRect() ?? stage;
			// Letters have less height than their line box.
			const slack = parseFloat(style.fontSize) * 0.15;
			const outside = [holder.left - box.left, box.right - holder.right, holder.top - box.top - slack, box.bottom - holder.bottom - slack];
			if (Math.max(...outside) > 1) say(`"${text}" reaches ${Math.max(...outside).toFixed(0)} px out of its box`);
			for (let at: Element | null = element; at && at !== root(); at = at.parentElement) {
				const own = getComputedStyle(at);
				if (isCut(own)) break;
				if (own.overflowX === 'visible' && own.display !== 'inline' && at.scrollWidth > at.clientWidth + 1 && at.clientWidth > 0 && at.contains(element) && box.right > at.getBoundingClientRect().right + 1) {
					const placed = own.position === 'absolute' || own.position === 'relative';
					if (!placed && !at.matches('.x-axis, .y-axis')) say(`"${text}" is wider than its ${at.className.split(' ')[0] ?? at.tagName}`);
				}
				if (own.overflowY === 'hidden' && !isCut(own) && (box.bottom - slack > at.getBoundingClientRect().bottom + 1 || box.right > at.getBoundingClientRect().right + 1)) {
					say(`"${text}" is cut off by its ${at.className.split(' ')[0] ?? at.tagName}`);
				}
			}
			const permitted = allowed?.[link];
			if (permitted && !/^\[.*\]$/.test(text) && !/^\d\d:\d\d$/.test(text) && !permitted.includes(text)) say(`"${text}" is from no catalogue`);
		}

		for (const [place, one] of shown.entries()) {
			for (const other of shown.slice(place + 1)) {
				const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
				const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
				const smaller = Math.min(one.box.height, other.box.height);
				if (across > 2 && down > smaller * 0.35) say(`"${one.text}" and "${other.text}" overlap`);
			}
		}

		for (const element of document.querySelectorAll('.whole .period, footer .more, [data-note]')) {
			if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline') say(`"${element.textContent}" is cut`);
		}

		const nodes = document.querySelectorAll('*').length;
		if (nodes > 1500) say(`${nodes} elements`);
		const canvases = [...document.querySelectorAll('canvas')];
		if (canvases.length > 4) say(`${canvases.length} canvases`);
		for (const canvas of canvases) {
			// Looked at small: whether anything is drawn, not what.
			const small = document.createElement('canvas').getContext('2d');
			if (canvas.width === 0 || canvas.height === 0 || !small) {
				say('a canvas has no size');
				continue;
			}
			small.drawImage(canvas, 0, 0, 64, 36);
			const drawn = small.getImageData(0, 0, 64, 36).data.some((value, at) => at % 4 === 3 && value > 0);
			if (!drawn && !link.includes('no-bars')) say('a canvas is blank');
		}
	}
	return complaints;
}
