/** What is wrong with the server: asked every minute while somebody can see the page, so that the tab can show that there is trouble. */
import type { SystemHealth } from '../../shared/health-api.ts';
import { healthApi } from './health-http.ts';
import type { Reply } from './http.ts';

const everyMs = 60_000;

export class HealthWatch {
	/** Null before the first answer. */
	page = $state.raw<SystemHealth | null>(null);
	troubles = $derived((this.page?.findings ?? []).filter(({ severity }) => severity === 'trouble').length);

	/** Asks now; what cannot be had leaves what there was. */
	async look(): Promise<Reply<SystemHealth>> {
		const reply = await healthApi.page();
		if (reply.ok) this.page = reply.value;
		return reply;
	}

	/** Returns its stop. */
	start(): () => void {
		const ask = (): void => {
			if (!document.hidden) void this.look();
		};
		ask();
		const timer = setInterval(ask, everyMs);
		document.addEventListener('visibilitychange', ask);
		return () => {
			clearInterval(timer);
			document.removeEventListener('visibilitychange', ask);
		};
	}
}

/** One for the page: the tab shows what the section found. */
export const healthWatch = new HealthWatch();
