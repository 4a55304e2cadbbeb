-- Published sheets that are fetched again and again, as ops decided.
CREATE TABLE feed (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE COLLATE NOCASE,
	source TEXT NOT NULL,
	kind TEXT NOT NULL,
	-- as chosen on the page
	choices TEXT NOT NULL,
	-- of its address all that may be shown
	host TEXT NOT NULL,
	has_header INTEGER NOT NULL CHECK (has_header IN (0, 1)),
	-- address and header, sealed with a key that is not in here
	sealed TEXT NOT NULL,
	every_ms INTEGER NOT NULL,
	is_on INTEGER NOT NULL CHECK (is_on IN (0, 1)),
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- What of a sheet is in the facts: each row by its key, with a digest that tells whether it has changed; people too, who never go.
CREATE TABLE feed_row (
	feed INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE,
	entity TEXT NOT NULL,
	external_id TEXT NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (feed, entity, external_id)
) STRICT, WITHOUT ROWID;

-- How the last tries went: noted by the machine itself.
CREATE TABLE feed_state (
	feed INTEGER PRIMARY KEY REFERENCES feed (id) ON DELETE CASCADE,
	tried_at INTEGER,
	-- when it was last fetched as a whole and taken, changed or not
	reported_at INTEGER,
	-- when all of its rows, not only the changed ones, were last handed to the facts; null: next time
	whole_at INTEGER,
	-- of the sheet as it was taken
	etag TEXT,
	modified TEXT,
	digest TEXT,
	rows INTEGER NOT NULL DEFAULT 0,
	rejected INTEGER NOT NULL DEFAULT 0,
	rejected_says TEXT NOT NULL DEFAULT '',
	-- so many are rejected as a rule; null: not known yet
	usually_rejected INTEGER,
	failures INTEGER NOT NULL DEFAULT 0,
	-- its server asked to be left alone until then
	not_before INTEGER,
	-- JSON; null: the last try went well
	trouble TEXT
) STRICT;
