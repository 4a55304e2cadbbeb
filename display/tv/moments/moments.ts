/** What comes over the wall for a moment. A wall starts without it, and fetches it soon after. */
export { default as Band } from './Band.svelte';
export { default as TakeOver } from './TakeOver.svelte';
export { messagesAt } from './messages-at.ts';
