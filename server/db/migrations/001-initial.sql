-- Times are epoch milliseconds (…_at), days 'YYYY-MM-DD' (…_day), money whole minor units of the workspace currency (…_minor).

-- journal: what people and sources said, in the order it was taken. Of facts only the header is kept here.
CREATE TABLE entry (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,
	at INTEGER NOT NULL,
	author TEXT NOT NULL,
	body TEXT NOT NULL
) STRICT;

-- A fact row as it was before an entry changed or deleted it.
CREATE TABLE replaced_row (
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	row TEXT NOT NULL,
	PRIMARY KEY (entity, source, external_id, entry)
) STRICT, WITHOUT ROWID;

-- floor: what ops decide
CREATE TABLE setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE holiday (
	day TEXT PRIMARY KEY,
	name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;

-- Every name a team has had, so that targets, boards and stored scopes survive a renaming.
CREATE TABLE team_alias (
	name TEXT PRIMARY KEY,
	team INTEGER NOT NULL REFERENCES team (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	-- how scopes name the person: the e-mail address, else the name, else source/id
	handle TEXT NOT NULL UNIQUE,
	email TEXT UNIQUE,
	name TEXT NOT NULL,
	role TEXT,
	manager TEXT,
	start_day TEXT,
	end_day TEXT,
	merged_into INTEGER REFERENCES person (id),
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- Which person an owner key of a fact means. A key stays ambiguous (person null) once two people were called so.
CREATE TABLE identity (
	key TEXT PRIMARY KEY,
	person INTEGER REFERENCES person (id),
	-- set by ops: no source changes it any more
	by_hand INTEGER NOT NULL DEFAULT 0,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_person ON identity (person);

-- Days are inclusive; '0000-01-01' is from ever and '9999-12-31' for ever. A person's rows never overlap.
CREATE TABLE membership (
	person INTEGER NOT NULL REFERENCES person (id),
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	team INTEGER NOT NULL REFERENCES team (id),
	PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_team ON membership (team);

CREATE TABLE leave (
	person INTEGER NOT NULL REFERENCES person (id),
	from_day TEXT NOT NULL,
	to_day TEXT NOT NULL,
	PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;

-- scope: 'company', 'team:<id>' or 'person:<id>'. A cleared target keeps its row, so that its last entry is known.
CREATE TABLE target (
	metric TEXT NOT NULL,
	period TEXT NOT NULL,
	scope TEXT NOT NULL,
	value REAL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	PRIMARY KEY (metric, period, scope)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE,
	role TEXT NOT NULL,
	password_hash TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

CREATE TABLE screen (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL,
	token_hash TEXT NOT NULL UNIQUE,
	paired_at INTEGER NOT NULL,
	revoked_at INTEGER,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;

-- facts: what happened, keyed by (source, external_id)
CREATE TABLE deal (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	name TEXT,
	owner_key TEXT NOT NULL,
	-- the owner at closing, who keeps the credit
	closer_key TEXT NOT NULL,
	sdr_key TEXT,
	stage TEXT,
	status TEXT NOT NULL CHECK (status IN ('open', 'won', 'lost')),
	-- as sent; amount_minor is null when the amount or its rate is unknown
	amount TEXT,
	currency TEXT,
	amount_minor INTEGER,
	given_type TEXT,
	-- new_business or expansion when the source does not say (M16); derived from the account's other deals
	type TEXT,
	account TEXT,
	account_key TEXT,
	-- the account's first won deal; derived from the account's other deals
	is_first_win INTEGER NOT NULL DEFAULT 0,
	product TEXT,
	region TEXT,
	channel TEXT,
	lead_source TEXT,
	lost_reason TEXT,
	first_touch_at INTEGER,
	first_touch_day TEXT,
	created_at INTEGER,
	created_day TEXT,
	expected_close_day TEXT,
	closed_at INTEGER,
	closed_day TEXT,
	-- calendar days from first touch, else creation, to closing; null when unknown or negative
	cycle_days INTEGER,
	updated_at INTEGER,
	arrived_at INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX deal_closed ON deal (closed_day, closer_key, closed_at);
CREATE INDEX deal_account ON deal (account_key) WHERE account_key IS NOT NULL;

-- A deal's state from from_at until until_at (M13). approximate: stage, amount and expected close are the first known ones, held backwards.
CREATE TABLE deal_history (
	deal INTEGER NOT NULL REFERENCES deal (id) ON DELETE CASCADE,
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL,
	status TEXT NOT NULL,
	day TEXT NOT NULL,
	owner_key TEXT NOT NULL,
	stage TEXT,
	amount_minor INTEGER,
	expected_close_day TEXT,
	approximate INTEGER NOT NULL,
	PRIMARY KEY (deal, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX deal_history_open ON deal_history (until_at, from_at) WHERE status = 'open';
CREATE INDEX deal_history_closed ON deal_history (until_at, from_at) WHERE status <> 'open' AND until_at < 9000000000000000;

CREATE TABLE meeting (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	-- who booked, '' when unknown; who is credited with due and no-shows (who booked, else the owner)
	booker_key TEXT NOT NULL,
	due_key TEXT NOT NULL,
	owner_key TEXT NOT NULL,
	account TEXT,
	deal TEXT,
	status TEXT NOT NULL,
	replaces TEXT,
	moved_by TEXT,
	booked_at INTEGER,
	booked_day TEXT NOT NULL,
	scheduled_at INTEGER,
	scheduled_day TEXT,
	held_at INTEGER,
	held_day TEXT,
	-- held, else scheduled
	due_at INTEGER,
	due_day TEXT,
	updated_at INTEGER,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX meeting_booked ON meeting (booked_day, booker_key, booked_at);
CREATE INDEX meeting_owner ON meeting (due_day, owner_key, due_at);
CREATE INDEX meeting_due ON meeting (due_day, due_key, due_at);

CREATE TABLE activity (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	direction TEXT,
	outcome TEXT,
	owner_key TEXT NOT NULL,
	account TEXT,
	deal TEXT,
	seconds INTEGER,
	at INTEGER,
	day TEXT NOT NULL,
	updated_at INTEGER,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX activity_day ON activity (day, owner_key, at);

CREATE TABLE proposal (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	deal TEXT,
	owner_key TEXT NOT NULL,
	sent_at INTEGER,
	sent_day TEXT NOT NULL,
	updated_at INTEGER,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX proposal_sent ON proposal (sent_day, owner_key, sent_at);

-- A deleted fact stays deleted until a push that is newer than the deletion (M17).
CREATE TABLE tombstone (
	entity TEXT NOT NULL,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	deleted_at INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	PRIMARY KEY (entity, source, external_id)
) STRICT, WITHOUT ROWID;

-- When a source last reported and how often it does; usual_gap_ms is in working time, null until it is known.
CREATE TABLE source (
	name TEXT PRIMARY KEY,
	last_reported_at INTEGER NOT NULL,
	reports INTEGER NOT NULL,
	usual_gap_ms INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE source_entity (
	source TEXT NOT NULL REFERENCES source (name),
	entity TEXT NOT NULL,
	facts INTEGER NOT NULL,
	PRIMARY KEY (source, entity)
) STRICT, WITHOUT ROWID;

-- rollups: additive sums, and which of them are out of date
CREATE TABLE rollup (
	measure TEXT NOT NULL,
	slice TEXT NOT NULL,
	day TEXT NOT NULL,
	owner_key TEXT NOT NULL,
	amount INTEGER NOT NULL,
	PRIMARY KEY (measure, slice, day, owner_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE dirty (
	stream TEXT NOT NULL,
	day TEXT NOT NULL,
	owner_key TEXT NOT NULL,
	PRIMARY KEY (stream, day, owner_key)
) STRICT, WITHOUT ROWID;

-- noted by the machine itself
CREATE TABLE session (
	token_hash TEXT PRIMARY KEY,
	account INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
	created_at INTEGER NOT NULL,
	seen_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE screen_seen (
	screen INTEGER PRIMARY KEY REFERENCES screen (id) ON DELETE CASCADE,
	at INTEGER NOT NULL
) STRICT;
