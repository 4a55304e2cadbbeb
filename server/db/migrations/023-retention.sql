-- Kinds of fact of which not all is kept: what lay wholly before that day was taken out, and what there was then is not known any more.
CREATE TABLE retired (
	entity TEXT PRIMARY KEY,
	before_day TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;

-- Leads, and deals, that were touched before, how often and when last: the first touch that is left was not their first.
CREATE TABLE retired_touch (
	of TEXT NOT NULL CHECK (of IN ('lead', 'deal')),
	source TEXT NOT NULL,
	id TEXT NOT NULL,
	touches INTEGER NOT NULL,
	last_day TEXT NOT NULL,
	PRIMARY KEY (of, source, id)
) STRICT, WITHOUT ROWID;

-- How large the database was, day by day: noted by the machine itself.
CREATE TABLE disk_use (
	day TEXT PRIMARY KEY,
	bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
