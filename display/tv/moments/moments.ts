/** What is shown over the board or instead of it now and then. A wall starts without it, and fetches it soon after. */
export { default as Celebrations } from './Celebrations.svelte';
export { default as MessageBand } from './MessageBand.svelte';
export { default as MessageTakeOver } from './MessageTakeOver.svelte';
export { messagesAt } from './messages-at.ts';
/** Of the script that all of this is in. */
export const address = import.meta.url;
