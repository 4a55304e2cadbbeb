import { mount } from 'svelte';
import { admitted } from './link/present.ts';
import Root from './Root.svelte';

void admitted().then(() => {
	mount(Root, { target: document.body });
	// Tells boot.js that the display has started.
	document.documentElement.setAttribute('data-started', '');
});
