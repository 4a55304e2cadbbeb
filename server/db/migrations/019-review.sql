-- The order, scope and showing of the review's sections, and when a month closes by itself; one row at most.
CREATE TABLE agenda (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	plan TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- A month as it was closed. uid: also the name of its file, which outlives a restored database.
CREATE TABLE month_close (
	id INTEGER PRIMARY KEY,
	uid TEXT NOT NULL UNIQUE,
	month TEXT NOT NULL,
	closed_at INTEGER NOT NULL,
	-- '' by itself
	author TEXT NOT NULL,
	-- the newest entry that it rests on; null when it was kept from its file by a database that had not got so far
	revision INTEGER,
	-- the entry that made it, or kept it
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;
CREATE INDEX month_close_month ON month_close (month);

-- What it shows and says of one scope: 'company', 'team:<id>', 'person:<id>'. JSON.
CREATE TABLE close_part (
	close INTEGER NOT NULL REFERENCES month_close (id),
	scope TEXT NOT NULL,
	-- the views, section by section
	sections TEXT NOT NULL,
	-- the explained values
	figures TEXT NOT NULL,
	PRIMARY KEY (close, scope)
) STRICT, WITHOUT ROWID;

-- What was agreed in the review of a month.
-- A number is never another action's: a phone that slept may still name it.
CREATE TABLE review_action (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	-- made by whoever wrote it, so that it is written once
	key TEXT NOT NULL UNIQUE,
	month TEXT NOT NULL,
	what TEXT NOT NULL,
	who TEXT NOT NULL,
	until_day TEXT,
	done_at INTEGER,
	author TEXT NOT NULL,
	at INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- A way to a closed review for who has no account.
CREATE TABLE review_link (
	id INTEGER PRIMARY KEY,
	close INTEGER NOT NULL REFERENCES month_close (id),
	scope TEXT NOT NULL,
	label TEXT NOT NULL,
	token_hash TEXT NOT NULL UNIQUE,
	expires_at INTEGER NOT NULL,
	revoked_at INTEGER,
	author TEXT NOT NULL,
	at INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- The machine's own notes: when a link was last opened, and the meetings that are on.
CREATE TABLE link_opened (link INTEGER PRIMARY KEY REFERENCES review_link (id), at INTEGER NOT NULL) STRICT;
CREATE TABLE meeting_on (id INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL) STRICT;

-- What was written over since a close.
CREATE INDEX replaced_row_entry ON replaced_row (entry);
