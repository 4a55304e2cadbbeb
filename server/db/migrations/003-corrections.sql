-- What ops set by hand on a fact (M4), and what its source said last. The row outlives a withdrawal, so that its last entry is known.
CREATE TABLE correction (
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	-- JSON {excluded, fields}: fields in the vocabulary of a push, people by owner key. Null once withdrawn
	hand TEXT,
	-- JSON {fact, history}: what the source alone would have made of it. Null when the source has deleted it, or there is none
	said TEXT,
	-- that last changed `hand`
	entry INTEGER NOT NULL REFERENCES entry (id),
	PRIMARY KEY (entity, source, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_in_force ON correction (entity, source) WHERE hand IS NOT NULL;
