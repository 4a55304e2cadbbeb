import { mount } from 'svelte';
import Admin from './Admin.svelte';
import { api } from './http.ts';
import { App } from './app.svelte.ts';

mount(Admin, { target: document.body, props: { app: new App(api, navigator.language) } });
