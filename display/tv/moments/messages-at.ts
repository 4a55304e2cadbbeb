/** Which of what ops say is on the wall at a moment. */
import type { MessageView } from '../../../shared/message.ts';

export interface MessagesOn {
	/** Over the foot of the picture; several take turns. */
	band: MessageView | null;
	/** In place of the picture: the one that began last. */
	takeOver: MessageView | null;
}

const turnMs = 10_000;

/** `now`: the server's time. */
export function messagesAt(messages: readonly MessageView[], now: number): MessagesOn {
	const running = messages.filter(({ from, until }) => from <= now && now < until);
	const bands = running.filter(({ form }) => form === 'band');
	const [newest = null] = running.filter(({ form }) => form === 'takeover').sort((a, b) => b.from - a.from || b.id - a.id);
	return { band: bands[Math.floor(now / turnMs) % bands.length] ?? null, takeOver: newest };
}
