-- Months, quarters and years that are over and whose targets may be changed all the same, until ops lock them again.
CREATE TABLE target_unlock (
	period TEXT PRIMARY KEY,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;
