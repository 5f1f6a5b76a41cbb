-- Version 2. Which node does what is done once; `holder` is NULL when nobody, `term` in
-- milliseconds.
CREATE TABLE leases (
  name TEXT PRIMARY KEY, holder TEXT, fence INTEGER NOT NULL, beat INTEGER NOT NULL,
  term INTEGER NOT NULL, note TEXT NOT NULL
) WITHOUT ROWID;
