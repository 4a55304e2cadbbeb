/** From a file that somebody chose to the photo that is sent: everything that the file knows beside its pixels stays behind. */
import { photoSides } from '../../shared/people-api.ts';
import { mostZoom, sideOf, type Crop } from './cropping.ts';
import { isCutShort } from './jpeg-end.ts';

const photoSide = 256;
const largestBytes = 60_000;
/** As much of a picture as is needed: at the largest zoom the square still has the pixels of the photo. */
const workSide = photoSide * mostZoom;
/** No browser paints longer ones everywhere. */
const longestSide = 4096;
/** Behind a picture that lets something through. */
const backdrop = '#1f2937';

export type Unreadable = 'notAPicture' | 'noSvg' | 'unreadable' | 'tooSmall' | 'cutShort';

/** By its name and by what the system takes it for; null: it is worth a look. */
function refusal({ name, type }: File): Unreadable | null {
	if (/svg/i.test(type) || /\.svgz?$/i.test(name)) return 'noSvg';
	// Of some kinds the system knows nothing; the browser may.
	return type === '' || type.startsWith('image/') ? null : 'notAPicture';
}

function canvasOf(width: number, height: number): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } | null {
	const canvas = document.createElement('canvas');
	canvas.width = width;
	canvas.height = height;
	const context = canvas.getContext('2d');
	if (!context) return null;
	context.imageSmoothingQuality = 'high';
	return { canvas, context };
}

/** Its size is known then, and nothing is decoded yet. Null: no picture that this browser knows. */
const loaded = (address: string): Promise<HTMLImageElement | null> =>
	new Promise((resolve) => {
		const image = new Image();
		image.onload = () => resolve(image);
		image.onerror = () => resolve(null);
		image.src = address;
	});

/** Beside the page and no larger than is wanted, where the browser can: a large photo would keep a phone from everything else. */
async function reduced(file: File, { naturalWidth }: HTMLImageElement, width: number, height: number): Promise<ImageBitmap | null> {
	if (width >= naturalWidth || typeof createImageBitmap !== 'function') return null;
	try {
		const bitmap = await createImageBitmap(file, { resizeWidth: width, resizeHeight: height, resizeQuality: 'high', imageOrientation: 'from-image' });
		// Some know no such wish, and give it as large as it is; some turn it only after they have made it smaller.
		if (bitmap.width === width && bitmap.height === height) return bitmap;
		bitmap.close();
		return null;
	} catch {
		return null; // it is decoded as a whole then
	}
}

/** The picture as a browser shows it, so the right way up, and no larger than is needed: a phone has little memory. */
export async function readPicture(file: File): Promise<HTMLCanvasElement | Unreadable> {
	const refused = refusal(file);
	if (refused) return refused;
	const address = URL.createObjectURL(file);
	try {
		if (isCutShort(new Uint8Array(await file.arrayBuffer()))) return 'cutShort';
		const image = await loaded(address);
		if (!image) return 'unreadable';
		const { naturalWidth: width, naturalHeight: height } = image;
		if (Math.min(width, height) < photoSides.least) return 'tooSmall';
		const scale = Math.min(1, workSide / Math.min(width, height), longestSide / Math.max(width, height));
		const work = canvasOf(Math.round(width * scale), Math.round(height * scale));
		if (!work) return 'unreadable';
		const bitmap = await reduced(file, image, work.canvas.width, work.canvas.height);
		if (!bitmap && !(await image.decode().then(() => true, () => false))) return 'unreadable';
		work.context.fillStyle = backdrop;
		work.context.fillRect(0, 0, work.canvas.width, work.canvas.height);
		work.context.drawImage(bitmap ?? image, 0, 0, work.canvas.width, work.canvas.height);
		bitmap?.close();
		return work.canvas;
	} finally {
		URL.revokeObjectURL(address);
	}
}

/** Paints the square into the whole of a canvas. */
export function paintCrop(target: HTMLCanvasElement, picture: HTMLCanvasElement, crop: Crop): void {
	const context = target.getContext('2d');
	if (!context) return;
	const side = sideOf(picture, crop);
	context.imageSmoothingQuality = 'high';
	context.drawImage(picture, crop.x - side / 2, crop.y - side / 2, side, side, 0, 0, target.width, target.height);
}

const jpegOf = (canvas: HTMLCanvasElement, quality: number): Promise<Blob | null> => new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));

/** As good as fits; null when the browser makes no JPEG. */
export async function makePhoto(picture: HTMLCanvasElement, crop: Crop): Promise<Blob | null> {
	const made = canvasOf(photoSide, photoSide);
	if (!made) return null;
	paintCrop(made.canvas, picture, crop);
	for (const quality of [0.9, 0.8, 0.65, 0.5, 0.3]) {
		const photo = await jpegOf(made.canvas, quality);
		if (photo?.type === 'image/jpeg' && photo.size <= largestBytes) return photo;
	}
	return null;
}
