-- Whose an account is, as who invited them wrote it; and 1 while nobody may sign in with it.
ALTER TABLE account ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN is_disabled INTEGER NOT NULL DEFAULT 0;

-- A way in by link: to a new account of a role, or to a new password of one that there is. Gone once it was used or taken back.
CREATE TABLE invitation (
	id INTEGER PRIMARY KEY,
	-- the account whose password it resets; null: it makes one
	account INTEGER UNIQUE REFERENCES account (id) ON DELETE CASCADE,
	-- of the account that it makes
	role TEXT,
	note TEXT NOT NULL,
	token_hash TEXT NOT NULL UNIQUE,
	expires_at INTEGER NOT NULL,
	author TEXT NOT NULL,
	at INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- The machine's own notes: from where a session was begun and by which browser, and when an account was last used.
ALTER TABLE session ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN browser TEXT NOT NULL DEFAULT '';
CREATE INDEX session_account ON session (account);
CREATE TABLE account_seen (account INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE, at INTEGER NOT NULL) STRICT;

-- Who came in, who was turned away; and from where an entry of the journal was made.
CREATE TABLE access_note (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	at INTEGER NOT NULL,
	what TEXT NOT NULL,
	-- as it was typed, where nobody is known by it
	account TEXT NOT NULL,
	-- whom or what it concerned, if not that account
	about TEXT NOT NULL,
	address TEXT NOT NULL
) STRICT;
CREATE INDEX access_note_at ON access_note (at);
CREATE TABLE entry_address (entry INTEGER PRIMARY KEY REFERENCES entry (id), at INTEGER NOT NULL, address TEXT NOT NULL) STRICT;
CREATE INDEX entry_address_at ON entry_address (at);
