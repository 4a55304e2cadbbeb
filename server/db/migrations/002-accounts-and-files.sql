-- The companies that are sold to; the table `account` holds those who sign in.
CREATE TABLE customer_account (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	name TEXT NOT NULL,
	region TEXT,
	owner_key TEXT NOT NULL,
	created_at INTEGER,
	created_day TEXT,
	churned_at INTEGER,
	churned_day TEXT,
	updated_at INTEGER,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX customer_account_created ON customer_account (created_day, owner_key, created_at);

-- 1 when all that a source ever reported came from files: nobody expects the next one at any time.
ALTER TABLE source ADD COLUMN only_files INTEGER NOT NULL DEFAULT 0;
