import { mount } from 'svelte';
import Root from './Root.svelte';

mount(Root, { target: document.body });
// Tells boot.js that the display has started.
document.documentElement.setAttribute('data-started', '');
