-- Accounts are found by their name, however it is written, as deals and movements name them.
ALTER TABLE customer_account ADD COLUMN account_key TEXT;
UPDATE customer_account SET account_key = name_key(name);
CREATE INDEX customer_account_key ON customer_account (account_key, source);
-- What a deal does next, for figures that stand until then.
CREATE INDEX deal_history_from ON deal_history (from_at);
-- What is still to come is not looked for among all that was.
CREATE INDEX meeting_scheduled ON meeting (scheduled_day, scheduled_at) WHERE scheduled_day IS NOT NULL;
CREATE INDEX lead_responded ON lead (first_response_day, first_response_at) WHERE first_response_day IS NOT NULL;
CREATE INDEX deal_first_win ON deal (closed_day) WHERE is_first_win = 1;

-- A movement or an answer without an owner is its account's: no sum by day and owner can hold that.
DELETE FROM dirty WHERE stream IN ('movement', 'survey');
DELETE FROM rollup WHERE measure IN ('mrr_new', 'mrr_expansion', 'mrr_contraction', 'mrr_churn', 'survey_answers', 'satisfied_answers');
