-- Version 10. What people are told of while they aren't there, as JSON; NULL where nobody chose
-- anything. Who is owed an e-mail: from the first to the last message that it may tell of, by `ts`.
ALTER TABLE users ADD COLUMN notices TEXT;
CREATE TABLE missed (
  user BLOB PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, due_at INTEGER NOT NULL,
  tries INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX missed_due ON missed (due_at);
