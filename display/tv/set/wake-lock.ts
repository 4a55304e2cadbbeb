/**
 * Keeps the set from going dark while the wall is to be seen. Browsers have a lock for it, but only over https; elsewhere a
 * silent video does it. Chromium counts one that is heard, or seen and larger than a fifth of the page: so it has a track
 * of silence, lies as large as the page behind everything, and is muted only until the first key, which permits sound.
 * The video: 20 s of `color=black:s=64x36:r=1` and `anullsrc`, made with ffmpeg (VP8 and Opus; H.264 and AAC).
 */

/** Plain data, to be shown and reported. */
export interface WakeState {
	by: 'lock' | 'video' | 'nothing';
	/** Why it is not by the lock: `not wanted`, `not secure`, `not there`, or what the browser said; empty when it is. */
	why: string;
}

export interface WakeLock {
	/** Whether the set is to stay lit from now on. Called every second: what was lost or refused is tried again. */
	keep(lit: boolean, now: number): void;
	/** A key was pressed: from now on the video may be heard. */
	keyPressed(): void;
	state(): WakeState;
	close(): void;
}

const tryAgainMs = 5_000;
const videos = [
	{ url: new URL('./awake.webm', import.meta.url).href, type: 'video/webm; codecs="vp8, opus"' },
	{ url: new URL('./awake.mp4', import.meta.url).href, type: 'video/mp4; codecs="avc1.42C00A, mp4a.40.2"' },
];

export function createWakeLock(): WakeLock {
	let isLit = false;
	let triedAt = -Infinity;
	let isAsking = false;
	let lock: WakeLockSentinel | null = null;
	let video: HTMLVideoElement | null = null;
	let mayBeHeard = false;
	let why = '';

	const isPlaying = (): boolean => video !== null && !video.paused && video.readyState > 1;

	async function ask(): Promise<void> {
		isAsking = true;
		try {
			// eslint-disable-next-line compat/compat -- asked only where there is one
			const given = await navigator.wakeLock.request('screen');
			lock = given;
			why = '';
			// The system takes it away when it pleases; `keep` asks again.
			given.addEventListener('release', () => {
				if (lock === given) lock = null;
			});
			stopVideo();
			if (!isLit) letGo();
		} catch (error) {
			why = String(error);
			playVideo();
		} finally {
			isAsking = false;
		}
	}

	function playVideo(): void {
		if (!isLit || isPlaying()) return;
		stopVideo();
		const playing = document.createElement('video');
		video = playing;
		playing.className = 'awake';
		playing.loop = true;
		playing.muted = !mayBeHeard;
		playing.setAttribute('playsinline', '');
		for (const { url, type } of videos) {
			const source = document.createElement('source');
			source.src = url;
			source.type = type;
			playing.appendChild(source);
		}
		document.body.appendChild(playing);
		playing.play().catch((error: unknown) => {
			if (video !== playing) return;
			// A page that was reloaded may have lost the permission for sound.
			mayBeHeard = false;
			why = String(error);
		});
	}

	function stopVideo(): void {
		if (!video) return;
		const stopped = video;
		video = null;
		stopped.pause();
		stopped.remove();
		// Without sources it lets go of its decoder.
		stopped.textContent = '';
		stopped.load();
	}

	function take(now: number): void {
		if (!isLit || lock || isAsking || document.visibilityState !== 'visible') return;
		triedAt = now;
		if ('wakeLock' in navigator) {
			void ask();
			return;
		}
		why = window.isSecureContext ? 'not there' : 'not secure';
		playVideo();
	}
	const onvisible = (): void => take(triedAt);
	document.addEventListener('visibilitychange', onvisible);

	function letGo(): void {
		isLit = false;
		triedAt = -Infinity;
		lock?.release().catch(console.warn);
		lock = null;
		stopVideo();
	}

	return {
		keep(lit, now) {
			if (!lit) {
				if (isLit) letGo();
				return;
			}
			isLit = true;
			if (now - triedAt >= tryAgainMs && !isPlaying()) take(now);
		},
		keyPressed() {
			mayBeHeard = true;
			if (video) video.muted = false;
		},
		state() {
			if (!isLit) return { by: 'nothing', why: 'not wanted' };
			return lock ? { by: 'lock', why: '' } : { by: isPlaying() ? 'video' : 'nothing', why };
		},
		close() {
			document.removeEventListener('visibilitychange', onvisible);
			letGo();
		},
	};
}
