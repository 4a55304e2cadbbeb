/** Where it is said that a screen or a source is dead. */
export interface AlertChannel {
	kind: 'webhook' | 'email';
	/** The host, or how many addresses at which domains; never anything secret. */
	to: string;
	/** ISO instants; null when nothing was sent since the start, or what was sent last arrived. */
	sentAt: string | null;
	lastError: { at: string; message: string } | null;
}

export interface AlertList {
	/** Empty: nowhere. */
	channels: AlertChannel[];
}
