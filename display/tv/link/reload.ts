/**
 * When the page loads itself anew: for a newer display, or because something in it has gone wrong. Only once all
 * that the next page starts with has been fetched, since a page without it stays blank for good, and one that the server does
 * not give leaves the TV on its browser's error page; and never in a circle.
 */

export interface ReloadOutside {
	/** Fetches the page and all that it starts with. Resolves to whether the server is well and all of it is here. */
	fetched(): Promise<boolean>;
	/** Opens the page that was fetched; the server need not be there any more. */
	reopen(): void;
	/** Has the page come from the server. */
	reload(): void;
	/** 0–1, so that a floor full of screens does not come for it at once. */
	random(): number;
	/** The build that this page is of; null when it does not say. */
	build: string | null;
	/**
	 * What the page before this one left when it loaded itself anew: the build it came for, or `other`. Null when it did not;
	 * empty when nothing can be left here.
	 */
	before: string | null;
	/** Leaves word for the page that comes. */
	leave(word: string): void;
}

/** What there is to know each second; times are on the page's own clock, which starts with the page. */
export interface Looked {
	at: number;
	/** The display that the server serves, and whether this one can read its boards. */
	served: { build: string; isReadable: boolean } | null;
	/** How long the server has been silent; 0 when it is not, or not expected to speak. */
	silentMs: number;
	/** Ops want it: at once, and also when the page before this one came the same way. */
	wished: boolean;
	/** A panel has just given way to the next. */
	turned: boolean;
	/** Nobody sees the page go: there is no panel to show, or the screen sleeps. */
	unseen: boolean;
	/** Bytes of JavaScript's memory; null where the engine does not say. */
	heap: number | null;
	/** Of the floor's day; null while its time is not known. */
	minuteOfDay: number | null;
}

export interface Reloader {
	look(looked: Looked): void;
	/** Something is wrong that a new page may put right. */
	wish(at: number): void;
}

const spreadMs = 120_000;
/** A page out of the browser's cache learns so soon that it is not the newest. */
const justOpenedMs = 10_000;
const guardMs = 10 * 60_000;
const askEveryMs = 20_000;
const wedgedAfterMs = 5 * 60_000;
const mostHeap = 150_000_000;
const nightFromMinute = 3 * 60 + 40;
const nightSpreadMinutes = 40;
const nightUpMs = 12 * 3_600_000;

export function createReloader(outside: ReloadOutside): Reloader {
	const nightAt = nightFromMinute + outside.random() * nightSpreadMinutes;
	let due: { build: string; at: number } | null = null;
	let silentMs = 0;
	let askedAt = -Infinity;
	let isReloading = false;
	let isWished = false;

	/** `isWanted` is asked once all is fetched, which takes a while. */
	async function renew(at: number, build: string | null, isWanted = () => true): Promise<void> {
		// The page before loaded itself anew for the same: once more would help as little.
		const isRepeated = outside.before !== null && (build === null || outside.before === '' || outside.before === build);
		if (isReloading || at - askedAt < askEveryMs || (isRepeated && !isWished && at < guardMs)) return;
		askedAt = at;
		if (!(await outside.fetched()) || isReloading || !isWanted()) return;
		isReloading = true;
		outside.leave(build ?? 'other');
		// It came for this build before and is another: what is fetched is not what opens here.
		if (isRepeated && build !== null) outside.reload();
		else outside.reopen();
	}

	function newBuild({ at, served }: Looked): typeof due {
		if (!served || outside.build === null || served.build === outside.build) return null;
		return due?.build === served.build ? due : { build: served.build, at: at + outside.random() * spreadMs };
	}

	function isWorn({ at, heap, minuteOfDay }: Looked): boolean {
		const isNight = minuteOfDay !== null && minuteOfDay >= nightAt && minuteOfDay < nightAt + 60;
		return (heap ?? 0) > mostHeap || (isNight && at >= nightUpMs);
	}

	return {
		look(looked) {
			const { at, served, turned, unseen } = looked;
			({ silentMs } = looked);
			isWished = looked.wished;
			due = newBuild(looked);
			const disturbsNobody = unseen || at < justOpenedMs || served?.isReadable === false;
			if (isWished) void renew(at, null);
			else if (due && (disturbsNobody || (turned && at >= due.at))) void renew(at, due.build, () => due !== null);
			else if (silentMs >= wedgedAfterMs) void renew(at, null, () => silentMs >= wedgedAfterMs);
			else if ((turned || unseen) && isWorn(looked)) void renew(at, null);
		},
		wish(at) {
			void renew(at, null);
		},
	};
}
