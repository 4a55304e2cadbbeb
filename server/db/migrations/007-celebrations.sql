-- What was celebrated, or looked at and not celebrated, so that it never is again: noted by the machine itself.
CREATE TABLE celebration (
	-- 'deal:<source>/<external id>', 'target:<metric>:<scope>:<period>', 'streak:<metric>:<person>:<day>'
	id TEXT PRIMARY KEY,
	at INTEGER NOT NULL,
	-- 1: it was shown; 0: looked at and left
	celebrated INTEGER NOT NULL,
	withdrawn_at INTEGER,
	-- JSON, an Occasion: what it is about, by numbers of people and teams; null where it was left
	about TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX celebration_at ON celebration (at) WHERE celebrated = 1;

-- Up to which entry has been looked for occasions. Whatever stood before there were celebrations is none.
CREATE TABLE celebration_look (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	entry INTEGER NOT NULL
) STRICT;
INSERT INTO celebration_look (id, entry) SELECT 1, coalesce(max(id), 0) FROM entry;

-- Finds the deals that the newest entries have won.
CREATE INDEX deal_won ON deal (entry) WHERE status = 'won';

-- What ops want celebrated: JSON, CelebrationRules. Without a row it is as it usually is.
CREATE TABLE celebration_rules (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	rules TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;
