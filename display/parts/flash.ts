/** Marks a text that has changed. The new one stands at once; the mark is gone before anyone could read past it. */
import type { Attachment } from 'svelte/attachments';

export function flash(text: () => string): Attachment<HTMLElement> {
	let before: string | null = null;
	return (element) => {
		const now = text();
		const changed = before !== null && before !== now;
		before = now;
		if (!changed) return;
		const marked = element.animate([{ opacity: 0.25 }, { opacity: 1 }], { duration: 400, easing: 'ease-out' });
		return () => marked.cancel();
	};
}
