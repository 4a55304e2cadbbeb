import { mount } from 'svelte';
import Admin from './Admin.svelte';
import { api } from './http.ts';
import { App } from './app.svelte.ts';
import { secretIn } from './accounts-http.ts';
import Invited from './Invited.svelte';

const secret = secretIn(location.hash);
if (secret === null) mount(Admin, { target: document.body, props: { app: new App(api, navigator.language) } });
else mount(Invited, { target: document.body, props: { app: new App(api, navigator.language), secret } });
// Whoever opens a link in a page that stands open, or leaves one, begins anew.
addEventListener('hashchange', () => {
	if (secretIn(location.hash) !== secret) location.reload();
});
