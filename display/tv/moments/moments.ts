/** What is shown over the board or instead of it now and then. A wall starts without it, and fetches it soon after. */
export { default as Moments } from './Moments.svelte';
