-- Version 8. What a message's links lead to, as JSON; NULL for nothing. The links that nobody
-- has looked at yet, and what pages said, as JSON too.
ALTER TABLE messages ADD COLUMN previews TEXT;
CREATE TABLE links (
  message BLOB PRIMARY KEY, channel BLOB NOT NULL, urls TEXT NOT NULL, due_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_due ON links (due_at);
CREATE TABLE pages (key TEXT PRIMARY KEY, page TEXT NOT NULL, until INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX pages_until ON pages (until);
