-- Who is left out of rankings, and the photo that stands for a person: the id of a photo.
ALTER TABLE person ADD COLUMN is_ranked INTEGER NOT NULL DEFAULT 1;
ALTER TABLE person ADD COLUMN photo TEXT;

-- The bytes of photos: noted beside the journal. id: of their SHA-256.
CREATE TABLE photo (
	id TEXT PRIMARY KEY,
	type TEXT NOT NULL CHECK (type IN ('image/jpeg', 'image/png')),
	bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;
