-- Version 9. What people want to hear of, as a JSON list; NULL when it's nothing. Which
-- messages contain that; `thread` is empty for the channel's own conversation.
ALTER TABLE users ADD COLUMN keywords TEXT;
CREATE TABLE alerts (
  user BLOB NOT NULL, message BLOB NOT NULL, channel BLOB NOT NULL, thread BLOB NOT NULL, seq INTEGER NOT NULL,
  ts INTEGER NOT NULL, active INTEGER NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (user, message)
) WITHOUT ROWID;
CREATE UNIQUE INDEX alerts_rev ON alerts (user, rev);
CREATE INDEX alerts_message ON alerts (message);
CREATE INDEX alerts_unread ON alerts (user, channel, thread, seq) WHERE active;
CREATE INDEX alerts_newest ON alerts (user, ts, message) WHERE active;
