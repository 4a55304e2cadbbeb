-- What was decided of a screen, a link or a key that this database does not know, since an older backup was put back: a later one knows it again.
CREATE TABLE carried (
	-- screen, link and key: it was revoked; privacy: what a screen may show
	kind TEXT NOT NULL CHECK (kind IN ('screen', 'link', 'key', 'privacy')),
	-- of its secret
	hash TEXT NOT NULL,
	privacy TEXT,
	at INTEGER NOT NULL,
	PRIMARY KEY (kind, hash)
) STRICT, WITHOUT ROWID;

-- Further salts, with which hashes were made that came from another database.
CREATE TABLE erased_salt (salt TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
