-- Version 7. Whether a push to a session's browser says what was written; NULL when it has
-- none. How far each channel was looked through for whom to wake, and who is to be woken;
-- `about` is empty for the channel's own conversation, else a thread's or a reminder's id.
ALTER TABLE sessions ADD COLUMN push_text INTEGER;
CREATE TABLE heard (channel BLOB PRIMARY KEY, rev INTEGER NOT NULL, ts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE wakes (
  session BLOB NOT NULL, channel BLOB NOT NULL, about TEXT NOT NULL, user BLOB NOT NULL, first INTEGER NOT NULL,
  last INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL, PRIMARY KEY (session, channel, about)
) WITHOUT ROWID;
CREATE INDEX wakes_due ON wakes (due_at);
