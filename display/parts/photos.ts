/**
 * Photos of people, fetched with the screen's token in the header, so that it stands in no address, and kept as blobs: the
 * latest sixty. One that cannot be had is asked for again once a minute by whoever still shows it, and by nobody else.
 */
import { readToken } from '../tv/link/token.ts';

const most = 60;
const againMs = 60_000;

/** By id, the one wanted last at the end; null for a minute after it could not be had. */
const photos = new Map<string, Promise<string | null>>();

async function fetched(id: string): Promise<string> {
	const token = readToken();
	const response = await fetch(`/photos/${id}`, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
	if (!response.ok) throw new Error(`the photo is answered with ${response.status}`);
	return URL.createObjectURL(await response.blob());
}

function asked(id: string): Promise<string | null> {
	const url = fetched(id).catch(() => {
		setTimeout(() => photos.get(id) === url && photos.delete(id), againMs);
		return null;
	});
	return url;
}

function photoOf(id: string): Promise<string | null> {
	const photo = photos.get(id) ?? asked(id);
	photos.delete(id);
	photos.set(id, photo);
	for (const [oldest, dropped] of photos) {
		if (photos.size <= most) break;
		photos.delete(oldest);
		// What is painted already stays painted.
		void dropped.then((url) => url && URL.revokeObjectURL(url));
	}
	return photo;
}

/** Calls `show` once the photo is there. Returns what ends the waiting. */
export function showPhoto(id: string, show: (url: string) => void): () => void {
	let timer: ReturnType<typeof setTimeout>;
	let isOver = false;
	const look = (): void =>
		void photoOf(id).then((url) => {
			if (isOver) return;
			if (url) show(url);
			else timer = setTimeout(look, againMs);
		});
	look();
	return () => {
		isOver = true;
		clearTimeout(timer);
	};
}
