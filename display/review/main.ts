import { mount } from 'svelte';
import { App } from '../admin/app.svelte.ts';
import { api } from '../admin/http.ts';
import { setCalm } from '../parts/calm.ts';
import Review from './Review.svelte';

setCalm(false);
mount(Review, { target: document.body, props: { app: new App(api, navigator.language) } });
// Tells boot.js that the page has started.
document.documentElement.setAttribute('data-started', '');
