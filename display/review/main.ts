import { mount } from 'svelte';
import { App } from '../admin/app.svelte.ts';
import { api } from '../admin/http.ts';
import { printing } from './printing.ts';
import { setCalm } from '../parts/calm.ts';
import { linkIn } from './handout-http.ts';
import Handout from './Handout.svelte';
import Review from './Review.svelte';

setCalm(false);
const link = linkIn(location.hash);
if (link === null) mount(Review, { target: document.body, props: { app: new App(api, navigator.language) } });
else mount(Handout, { target: document.body, props: { link } });
// Whoever follows a link, or leaves one, in a page that stands open begins anew.
addEventListener('hashchange', () => {
	if (linkIn(location.hash) !== link) location.reload();
});
printing();
// Tells boot.js that the page has started.
document.documentElement.setAttribute('data-started', '');
