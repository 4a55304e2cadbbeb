-- Files that were taken in, and what is remembered of them.

-- What an import wrote over, so that all of it can be taken back: a row for each thing it wrote.
CREATE TABLE import_before (
	import INTEGER NOT NULL,
	-- a kind of fact; 'people' and 'teams' that it made known, by their number; 'targets' that it set
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	-- the newest entry of the thing once the import had written it: with a newer one, somebody else has changed it since
	entry INTEGER NOT NULL REFERENCES entry (id),
	-- JSON: what stood before, null when nothing did; of people how the import left them
	before TEXT,
	PRIMARY KEY (import, entity, source, external_id)
) STRICT, WITHOUT ROWID;
