/** People as the admin page lists them. */
export interface ListedPerson {
	id: number;
	handle: string;
	name: string;
	email: string | null;
	/** The one they are in today. */
	team: string | null;
	role: string | null;
	initials: string;
	/** The id of their photo, at `/photos/<id>`. */
	photo: string | null;
	/** False: left out of rankings. */
	isRanked: boolean;
	/** Employed today. */
	isActive: boolean;
}

/** Bytes of a photo at most, as it is sent. */
export const largestPhoto = 100_000;
/** Pixels of a side: photos are square. */
export const photoSides = { least: 64, most: 512 } as const;
