-- Who may buy: created, and how far it came. credited_key: its SDR, else its owner.
CREATE TABLE lead (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	name TEXT,
	account TEXT,
	owner_key TEXT NOT NULL,
	sdr_key TEXT,
	credited_key TEXT NOT NULL,
	lead_source TEXT,
	channel TEXT,
	rating TEXT,
	created_at INTEGER,
	created_day TEXT NOT NULL,
	first_response_at INTEGER,
	first_response_day TEXT,
	mql_at INTEGER,
	mql_day TEXT,
	sql_at INTEGER,
	sql_day TEXT,
	passed_at INTEGER,
	passed_day TEXT,
	accepted_at INTEGER,
	accepted_day TEXT,
	on_forecast_at INTEGER,
	on_forecast_day TEXT,
	disqualified_at INTEGER,
	disqualified_day TEXT,
	updated_at INTEGER,
	counts INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX lead_created ON lead (created_day, owner_key, created_at);
CREATE INDEX lead_mql ON lead (mql_day, credited_key, mql_at) WHERE mql_day IS NOT NULL;
CREATE INDEX lead_sql ON lead (sql_day, credited_key, sql_at) WHERE sql_day IS NOT NULL;
CREATE INDEX lead_passed ON lead (passed_day, credited_key, passed_at) WHERE passed_day IS NOT NULL;
CREATE INDEX lead_accepted ON lead (accepted_day, credited_key, accepted_at) WHERE accepted_day IS NOT NULL;
CREATE INDEX lead_on_forecast ON lead (on_forecast_day, credited_key, on_forecast_at) WHERE on_forecast_day IS NOT NULL;

-- A change of what an account pays every month.
CREATE TABLE movement (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	account TEXT NOT NULL,
	account_key TEXT NOT NULL,
	owner_key TEXT NOT NULL,
	amount TEXT NOT NULL,
	currency TEXT,
	amount_minor INTEGER,
	at INTEGER,
	day TEXT NOT NULL,
	updated_at INTEGER,
	counts INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX movement_day ON movement (day, owner_key, at);
CREATE INDEX movement_account ON movement (account_key, day);

-- What a customer answered.
CREATE TABLE survey (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	account TEXT,
	account_key TEXT,
	owner_key TEXT NOT NULL,
	satisfied INTEGER NOT NULL,
	at INTEGER,
	day TEXT NOT NULL,
	updated_at INTEGER,
	counts INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX survey_day ON survey (day, owner_key, at);

-- A figure of a month that is known from elsewhere: costs, visits, the market.
CREATE TABLE figure (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	name TEXT NOT NULL,
	scope TEXT NOT NULL,
	month TEXT NOT NULL,
	day TEXT NOT NULL,
	value TEXT NOT NULL,
	currency TEXT,
	value_minor INTEGER,
	updated_at INTEGER,
	counts INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX figure_month ON figure (name, month, scope);

-- A place to be filled.
CREATE TABLE position (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	external_id TEXT NOT NULL,
	title TEXT,
	team TEXT,
	role TEXT,
	opened_day TEXT NOT NULL,
	filled_day TEXT,
	updated_at INTEGER,
	counts INTEGER NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	UNIQUE (source, external_id)
) STRICT;
CREATE INDEX position_filled ON position (filled_day) WHERE filled_day IS NOT NULL;

-- meaningful: reached a decision-maker and learned something. is_first_touch, is_follow_up: of its lead, else of its deal; derived from its siblings.
ALTER TABLE activity ADD COLUMN meaningful INTEGER;
ALTER TABLE activity ADD COLUMN lead TEXT;
ALTER TABLE activity ADD COLUMN is_first_touch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE activity ADD COLUMN is_follow_up INTEGER NOT NULL DEFAULT 0;
CREATE INDEX activity_lead ON activity (source, lead) WHERE lead IS NOT NULL;
CREATE INDEX activity_deal ON activity (source, deal) WHERE deal IS NOT NULL;
ALTER TABLE meeting ADD COLUMN lead TEXT;
CREATE INDEX meeting_replaces ON meeting (source, replaces) WHERE replaces IS NOT NULL;

ALTER TABLE deal ADD COLUMN pipeline TEXT;
ALTER TABLE deal ADD COLUMN contract_value TEXT;
ALTER TABLE deal ADD COLUMN contract_value_minor INTEGER;
ALTER TABLE deal ADD COLUMN recurring TEXT;
ALTER TABLE deal ADD COLUMN recurring_minor INTEGER;
ALTER TABLE deal ADD COLUMN cost TEXT;
ALTER TABLE deal ADD COLUMN cost_minor INTEGER;
ALTER TABLE deal ADD COLUMN forecast_category TEXT;
ALTER TABLE deal ADD COLUMN lead TEXT;
ALTER TABLE deal_history ADD COLUMN forecast_category TEXT;
CREATE INDEX deal_created ON deal (created_day, closer_key, created_at);
CREATE INDEX deal_lead ON deal (source, lead) WHERE lead IS NOT NULL;
CREATE INDEX customer_account_churned ON customer_account (churned_day, owner_key, churned_at) WHERE churned_day IS NOT NULL;
