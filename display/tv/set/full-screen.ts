/** Full screen on engines that know it only by its older name, too (before Chromium 71). */

interface OlderDocument {
	webkitFullscreenElement?: Element | null;
	webkitExitFullscreen?: () => void;
}
interface OlderElement {
	webkitRequestFullscreen?: () => void;
}

export function toggleFullScreen(): void {
	const page: Document & OlderDocument = document;
	const root: HTMLElement & OlderElement = document.documentElement;
	const isFull = Boolean(page.fullscreenElement ?? page.webkitFullscreenElement);
	const refused = (error: unknown) => console.warn('Full screen is not possible here.', error);
	if (isFull) {
		if ('exitFullscreen' in page) page.exitFullscreen().catch(refused);
		else (page as OlderDocument).webkitExitFullscreen?.();
	} else if ('requestFullscreen' in root) {
		root.requestFullscreen().catch(refused);
	} else {
		(root as OlderElement).webkitRequestFullscreen?.();
	}
}
