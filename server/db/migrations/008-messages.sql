-- What ops say on the screens for a while.
CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	form TEXT NOT NULL CHECK (form IN ('band', 'takeover')),
	title TEXT NOT NULL,
	text TEXT NOT NULL,
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL,
	countdown_at INTEGER,
	-- JSON list of screens, 0 for those that need no pairing; null: all
	screens TEXT,
	removed_at INTEGER,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;
CREATE INDEX message_until ON message (until_at) WHERE removed_at IS NULL;
