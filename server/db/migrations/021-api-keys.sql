-- Keys of scripts and services, beside the one of the environment. A key itself is nowhere: only what it begins with, and its SHA-256.
CREATE TABLE api_key (
	id INTEGER PRIMARY KEY,
	prefix TEXT NOT NULL UNIQUE,
	hash TEXT NOT NULL,
	name TEXT NOT NULL,
	-- of ingest, targets and read, with spaces between
	scopes TEXT NOT NULL,
	-- the only source that it may push as; null: any
	source TEXT,
	-- the last day on which it works; null: it has no end
	until_day TEXT,
	made_at INTEGER NOT NULL,
	made_by TEXT NOT NULL,
	revoked_at INTEGER,
	revoked_by TEXT,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- The machine's own note: when a key was last used.
CREATE TABLE api_key_used (key INTEGER PRIMARY KEY REFERENCES api_key (id), at INTEGER NOT NULL) STRICT;
