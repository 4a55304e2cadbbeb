-- What ops say of people and teams.

-- Nobody is in it any more: it is offered nowhere, and its history stays.
ALTER TABLE team ADD COLUMN is_closed INTEGER NOT NULL DEFAULT 0;

-- A person whose adding was taken back is merged into themselves: their number is never another's.

-- What of a person ops have set, so that no source overwrites it, and what a source says of it instead.
CREATE TABLE set_by_hand (
	person INTEGER NOT NULL REFERENCES person (id),
	field TEXT NOT NULL CHECK (field IN ('name', 'role', 'manager', 'start', 'end', 'team')),
	-- null: nothing; '': that there is none
	says TEXT,
	-- of a team: the day it is said from; null: from ever
	since TEXT,
	-- null: what stood before ops set it
	source TEXT,
	PRIMARY KEY (person, field)
) STRICT, WITHOUT ROWID;
