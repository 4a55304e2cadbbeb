-- Which keys mean whom, and who was erased.
-- An identity without a person: set by hand it means nobody and is left out of lists, else it is ambiguous or was taken away.

-- Erased people keep their number, teams and days, so that their facts count on; nothing says who they were.
-- merged_into is a person's own number once the making of them was undone.
ALTER TABLE person ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;

-- Who looks alike and is two people, as ops said; a < b.
CREATE TABLE told_apart (
	a INTEGER NOT NULL REFERENCES person (id),
	b INTEGER NOT NULL REFERENCES person (id),
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- Keys of erased people, so that no push brings a name back: SHA-256 of salt and key, and what stands for the key in facts.
CREATE TABLE erased_key (
	hash TEXT PRIMARY KEY,
	key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
-- The one salt, which came with the first erasing; is_swept: the file holds no remains of what was erased. Noted by the machine itself.
CREATE TABLE erasing (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	salt TEXT NOT NULL,
	is_swept INTEGER NOT NULL
) STRICT;
