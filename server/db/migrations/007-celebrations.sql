-- What was celebrated, or looked at and not celebrated, so that it never is again: noted by the machine itself.
CREATE TABLE celebration (
	-- 'deal:<source>/<external id>', 'target:<metric>:<scope>:<period>', 'streak:<metric>:<person>:<day>'
	id TEXT PRIMARY KEY,
	at INTEGER NOT NULL,
	-- 1: it was shown; 0: looked at and left
	celebrated INTEGER NOT NULL,
	withdrawn_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX celebration_at ON celebration (at) WHERE celebrated = 1;
