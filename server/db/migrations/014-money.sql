-- What one unit of a currency is worth in the workspace's, from a day on: a decimal, kept as text (M5).
CREATE TABLE rate (
	currency TEXT NOT NULL,
	from_day TEXT NOT NULL,
	rate TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id),
	PRIMARY KEY (currency, from_day)
) STRICT, WITHOUT ROWID;

-- The source that counts for a kind of fact (M17). Without a row all of them do. `source` is null once that was chosen again.
CREATE TABLE authority (
	entity TEXT PRIMARY KEY,
	source TEXT,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;

-- counts: its source counts for this kind of fact. Derived from `authority`; what does not count is hardly ever there.
ALTER TABLE deal ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE meeting ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE activity ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE proposal ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE customer_account ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;
CREATE INDEX deal_uncounted ON deal (closed_day) WHERE counts = 0;
CREATE INDEX meeting_uncounted ON meeting (booked_day) WHERE counts = 0;
CREATE INDEX activity_uncounted ON activity (day) WHERE counts = 0;
CREATE INDEX proposal_uncounted ON proposal (sent_day) WHERE counts = 0;
CREATE INDEX customer_account_uncounted ON customer_account (created_day) WHERE counts = 0;

-- In another currency: open, it is worth what the rate of the moment says; closed and without a rate, nothing is known of it.
CREATE INDEX deal_converted ON deal (currency, closed_day) WHERE amount IS NOT NULL AND amount_minor IS NULL;

-- amount and currency are those of the deal while it was in another currency than the workspace's, else null; of such an open state
-- amount_minor is null, since its worth depends on the moment that is looked at. dated: from_at stands for the beginning of a day.
ALTER TABLE deal_history ADD COLUMN amount TEXT;
ALTER TABLE deal_history ADD COLUMN currency TEXT;
ALTER TABLE deal_history ADD COLUMN dated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deal_history ADD COLUMN counts INTEGER NOT NULL DEFAULT 1;

-- Of amounts in other currencies the last is known: it is held backwards.
UPDATE deal_history SET
	amount = (SELECT d.amount FROM deal d WHERE d.id = deal),
	currency = (SELECT d.currency FROM deal d WHERE d.id = deal),
	approximate = CASE WHEN until_at = 9000000000000000 THEN approximate ELSE 1 END
WHERE deal IN (SELECT id FROM deal WHERE amount IS NOT NULL AND amount_minor IS NULL);
UPDATE deal_history SET dated = 1
WHERE (status <> 'open' AND (deal, day) IN (SELECT id, closed_day FROM deal WHERE closed_at IS NULL))
	OR (status = 'open' AND (deal, day) IN (SELECT id, created_day FROM deal WHERE created_at IS NULL)
		AND from_at = (SELECT min(h.from_at) FROM deal_history h WHERE h.deal = deal_history.deal));
