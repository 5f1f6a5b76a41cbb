-- Version 13. What a message asks, as JSON, counted from the votes; NULL for nothing. `n` orders
-- a poll's votes.
ALTER TABLE messages ADD COLUMN poll TEXT;
CREATE TABLE votes (
  message BLOB NOT NULL, option INTEGER NOT NULL, user BLOB NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (message, option, user)
) WITHOUT ROWID;
