/** What reports, and what is shown to somebody who stands in front of the screen. A wall starts without it, and fetches it soon after. */
export { default as Diagnostics } from './Diagnostics.svelte';
export { default as Identified } from './Identified.svelte';
export { default as InfoStrip } from './InfoStrip.svelte';
export { default as Reporting } from './Reporting.svelte';
export { default as TestCard } from './TestCard.svelte';
