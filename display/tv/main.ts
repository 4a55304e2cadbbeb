import { mount } from 'svelte';
import Tv from './Tv.svelte';

mount(Tv, { target: document.body });
// Tells boot.js that the display has started.
document.documentElement.setAttribute('data-started', '');
