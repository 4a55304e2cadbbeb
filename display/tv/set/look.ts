/** How the screen is set up to look, on the root: theme.css, boot.js and the charts go by it. */
import type { ScreenSetup } from '../../../shared/screen.ts';
import { setCalm } from '../../parts/calm.ts';

export type Look = Pick<ScreenSetup, 'theme' | 'overscan' | 'far' | 'calm'>;

export function wear({ theme, overscan, far, calm }: Look): void {
	const root = document.documentElement;
	root.setAttribute('data-theme', theme);
	root.setAttribute('data-overscan', String(overscan));
	if (far) root.setAttribute('data-far', '');
	else root.removeAttribute('data-far');
	setCalm(calm);
}
