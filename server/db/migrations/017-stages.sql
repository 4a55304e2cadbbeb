-- Every stage that a deal was ever in, in the order in which it was first seen.
CREATE TABLE deal_stage (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO deal_stage (name) SELECT stage FROM deal_history WHERE stage IS NOT NULL GROUP BY stage ORDER BY min(deal), min(from_at);
CREATE TRIGGER deal_stage_seen AFTER INSERT ON deal_history WHEN NEW.stage IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal_stage WHERE name = NEW.stage)
BEGIN
	INSERT INTO deal_stage (name) VALUES (NEW.stage);
END;

-- Their way: as ops have set it, then as first seen.
CREATE VIEW stage_order AS
SELECT name, coalesce((SELECT CAST(o.key AS INTEGER) FROM json_each((SELECT value FROM setting WHERE setting.name = 'stageOrder')) o WHERE o.value = deal_stage.name), 100000 + id) AS place
FROM deal_stage;
