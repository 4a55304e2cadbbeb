/** How new the browser's engine is, by what it can do: what it calls itself cannot be trusted. */

/** The first Chromium with it, and whether it is there; newest first. */
export const engineChecks: readonly { version: number; name: string; has: () => boolean }[] = [
	{ version: 122, name: 'Set.union', has: () => 'union' in Set.prototype },
	{ version: 111, name: 'oklch()', has: () => CSS.supports('color', 'oklch(0 0 0)') },
	{ version: 105, name: 'cqw', has: () => CSS.supports('width', '1cqw') },
	{ version: 94, name: 'scheduler', has: () => 'scheduler' in window },
	{ version: 88, name: 'aspect-ratio', has: () => CSS.supports('aspect-ratio', '1') },
	{ version: 85, name: 'content-visibility', has: () => CSS.supports('content-visibility', 'auto') },
	{ version: 79, name: 'min()', has: () => CSS.supports('width', 'min(1px, 1px)') },
	{ version: 76, name: 'Blob.text', has: () => 'text' in Blob.prototype },
	{ version: 69, name: 'toggleAttribute', has: () => 'toggleAttribute' in Element.prototype },
];

/** The oldest Chromium that can all this; 68 is the oldest that the wall runs on. */
export function engineVersion(): number {
	const newest = engineChecks.find(({ has }) => has());
	return newest ? newest.version : 68;
}
