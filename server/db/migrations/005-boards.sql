-- Boards that ops have made or changed. A board without a row is as it comes with the product.
CREATE TABLE board (
	id TEXT PRIMARY KEY,
	-- JSON, a BoardPlan
	plan TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;
