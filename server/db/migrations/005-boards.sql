-- Boards that ops have made, changed or removed. A board without a row is as it comes with the product.
CREATE TABLE board (
	id TEXT PRIMARY KEY,
	-- JSON, a BoardPlan; null once it was removed: one that comes with the product is then as it came, and no other board gets its id.
	plan TEXT,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT, WITHOUT ROWID;
