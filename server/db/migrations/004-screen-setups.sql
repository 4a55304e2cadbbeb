-- How ops set up a screen; 0 stands for all that need no pairing. A screen without a row is as it usually is.
CREATE TABLE screen_setup (
	screen INTEGER PRIMARY KEY,
	-- JSON {theme, overscan, far, calm, hours}
	setup TEXT NOT NULL,
	entry INTEGER NOT NULL REFERENCES entry (id)
) STRICT;
