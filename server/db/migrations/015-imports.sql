-- Files that were taken in, and what is remembered of them. The id is that of the entry that began it.
CREATE TABLE import (
	id INTEGER PRIMARY KEY REFERENCES entry (id),
	name TEXT NOT NULL,
	size INTEGER NOT NULL,
	digest TEXT NOT NULL,
	kind TEXT NOT NULL,
	source TEXT NOT NULL,
	author TEXT NOT NULL,
	-- as chosen on the page, so that it can be gone on with
	choices TEXT NOT NULL,
	started_at INTEGER NOT NULL,
	ended_at INTEGER,
	state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'stopped')),
	-- rows of the file: good ones, and those that are accounted for otherwise
	good INTEGER NOT NULL,
	rejected INTEGER NOT NULL,
	repeated INTEGER NOT NULL,
	blank INTEGER NOT NULL,
	-- good rows that the facts have answered for
	done INTEGER NOT NULL DEFAULT 0,
	inserted INTEGER NOT NULL DEFAULT 0,
	updated INTEGER NOT NULL DEFAULT 0,
	unchanged INTEGER NOT NULL DEFAULT 0,
	refused INTEGER NOT NULL DEFAULT 0,
	people_inserted INTEGER NOT NULL DEFAULT 0,
	people_updated INTEGER NOT NULL DEFAULT 0,
	-- who began to take it back, and when that was done; begun, it is never gone on with
	undone_by TEXT,
	undone_at INTEGER
) STRICT;
CREATE INDEX import_running ON import (state) WHERE state = 'running';

-- Rejected rows as the file that is downloaded, of the newest imports; noted beside the journal.
CREATE TABLE import_rejected (
	import INTEGER PRIMARY KEY REFERENCES import (id),
	file TEXT NOT NULL
) STRICT;

-- Rows that the facts refused, by their places among the good ones; kept with the batch, so that a restart forgets none.
CREATE TABLE import_refused (
	import INTEGER NOT NULL REFERENCES import (id),
	row INTEGER NOT NULL,
	field TEXT NOT NULL,
	message TEXT NOT NULL,
	PRIMARY KEY (import, row)
) STRICT, WITHOUT ROWID;

-- What was chosen for files with these columns.
CREATE TABLE import_mapping (
	columns TEXT NOT NULL,
	kind TEXT NOT NULL,
	choices TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	PRIMARY KEY (columns, kind)
) STRICT, WITHOUT ROWID;

-- What stayed when an import was taken back, and the first of it; noted beside the journal.
CREATE TABLE import_stayed (
	import INTEGER PRIMARY KEY REFERENCES import (id),
	count INTEGER NOT NULL
) STRICT;
CREATE TABLE import_stayed_row (
	import INTEGER NOT NULL REFERENCES import_stayed (import) ON DELETE CASCADE,
	place INTEGER NOT NULL,
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	-- 'changed' since, 'used' by something else, 'again' in a later import, 'known' before; and by whom, where that is somebody
	why TEXT NOT NULL,
	by TEXT,
	PRIMARY KEY (import, place)
) STRICT, WITHOUT ROWID;

-- What an import wrote over, so that all of it can be taken back: a row for each thing it wrote.
CREATE TABLE import_before (
	import INTEGER NOT NULL,
	-- a kind of fact; 'people' and 'teams' that it made known, and 'known people' whom it changed, by their number
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	-- the newest entry of the thing once the import had written it: with a newer one, somebody else has changed it since
	entry INTEGER NOT NULL REFERENCES entry (id),
	-- JSON: what stood before, null when nothing did; of people how the import left them
	before TEXT,
	PRIMARY KEY (import, entity, source, external_id)
) STRICT, WITHOUT ROWID;

-- What an import found as it says it already: should the import that wrote it be taken back, it is this one's.
CREATE TABLE import_said (
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	-- the newest entry of the thing then; 0 of people
	rests INTEGER NOT NULL,
	import INTEGER NOT NULL,
	-- the entry that found it
	entry INTEGER NOT NULL REFERENCES entry (id),
	PRIMARY KEY (entity, source, external_id, rests, import)
) STRICT, WITHOUT ROWID;
