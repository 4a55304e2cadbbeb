-- Where a screen hangs.
ALTER TABLE screen ADD COLUMN place TEXT NOT NULL DEFAULT '';
-- What it last said of itself: JSON {at, report}; null when it never did.
ALTER TABLE screen_seen ADD COLUMN report TEXT;

-- What somebody was told of: noted by the machine itself. channel: 'webhook' or 'email'; subject: 'screen:<id>' or 'source:<name>'.
CREATE TABLE alert (
	channel TEXT NOT NULL,
	subject TEXT NOT NULL,
	-- since when it has been dead, and when that was said
	since_at INTEGER NOT NULL,
	told_at INTEGER NOT NULL,
	PRIMARY KEY (channel, subject)
) STRICT, WITHOUT ROWID;
