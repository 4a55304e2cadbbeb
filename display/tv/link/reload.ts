/** A newer display on the server: load it when nobody is disturbed, and only when the server is there to give it. */

export interface ReloadOutside {
	/** Resolves to whether the server is well. */
	healthy(): Promise<boolean>;
	reload(): void;
	/** 0–1, so that a floor full of screens does not come for it at once. */
	random(): number;
}

const spreadMs = 120_000;

export interface Reloader {
	/** The build that a board names. */
	seen(build: string, now: number): void;
	/** A panel has just given way to the next. */
	panelChanged(now: number): Promise<void>;
}

export function createReloader(outside: ReloadOutside): Reloader {
	let started: string | null = null;
	let dueAt: number | null = null;
	return {
		seen(build, now) {
			started ??= build;
			if (build === started) dueAt = null;
			else dueAt ??= now + outside.random() * spreadMs;
		},
		async panelChanged(now) {
			if (dueAt === null || now < dueAt) return;
			if (await outside.healthy()) outside.reload();
		},
	};
}
