/** Remembers what was worked out for as long as all that it rests on is the very same. */
export function createMemory<T>(restsOn: (about: string) => readonly unknown[]): (about: string, key: string, make: () => T) => T {
	const pages = new Map<string, { on: readonly unknown[]; known: Map<string, T> }>();
	return (about, key, make) => {
		const on = restsOn(about);
		let page = pages.get(about);
		if (!page || page.known.size > mostKnown || page.on.some((part, index) => part !== on[index])) pages.set(about, (page = { on, known: new Map() }));
		const found = page.known.get(key);
		// Null is worth remembering, too; undefined is never made.
		if (found !== undefined) return found;
		const made = make();
		page.known.set(key, made);
		return made;
	};
}

const mostKnown = 20_000;
