/** The square that is cut out of a picture: where it lies, and how moving and zooming change it. Lengths in pixels of the picture. */

export interface Picture {
	width: number;
	height: number;
}

export interface Crop {
	/** The middle of the square. */
	x: number;
	y: number;
	/** 1: as much of the picture as fits into a square. */
	zoom: number;
}

export const mostZoom = 5;

const between = (least: number, value: number, most: number): number => Math.min(Math.max(value, least), most);

export const sideOf = ({ width, height }: Picture, { zoom }: Crop): number => Math.min(width, height) / zoom;

/** Nothing outside of the picture is ever in the square. */
export function within(picture: Picture, crop: Crop): Crop {
	const zoom = between(1, crop.zoom, mostZoom);
	const half = sideOf(picture, { ...crop, zoom }) / 2;
	return { zoom, x: between(half, crop.x, picture.width - half), y: between(half, crop.y, picture.height - half) };
}

/** In the middle; of an upright picture a little higher, where faces are. */
export const firstCrop = (picture: Picture): Crop => within(picture, { zoom: 1, x: picture.width / 2, y: picture.height > picture.width ? picture.height * 0.42 : picture.height / 2 });

/** The picture follows the hand: `right` and `down` as shares of what is seen of it. */
export function moved(picture: Picture, crop: Crop, right: number, down: number): Crop {
	const side = sideOf(picture, crop);
	return within(picture, { ...crop, x: crop.x - right * side, y: crop.y - down * side });
}

/** What is at a point stays there. `at`: from the middle, as shares of what is seen. */
export function zoomed(picture: Picture, crop: Crop, zoom: number, at: { right: number; down: number } = { right: 0, down: 0 }): Crop {
	const before = sideOf(picture, crop);
	const next = { ...crop, zoom: between(1, zoom, mostZoom) };
	const lost = before - sideOf(picture, next);
	return within(picture, { ...next, x: crop.x + at.right * lost, y: crop.y + at.down * lost });
}
