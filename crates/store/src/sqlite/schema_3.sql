-- Version 3. Files on messages, for lists of a channel's files: of all types, and of one.
CREATE INDEX files_shared ON files (channel, id) WHERE message IS NOT NULL AND state = 'ready';
CREATE INDEX files_typed ON files (channel, media_type, id) WHERE message IS NOT NULL AND state = 'ready';
-- What a channel keeps at hand: both NULL when the message isn't pinned.
ALTER TABLE messages ADD COLUMN pinned_at INTEGER;
ALTER TABLE messages ADD COLUMN pinned_by BLOB;
CREATE INDEX messages_pinned ON messages (channel, pinned_at) WHERE pinned_at IS NOT NULL;
-- What people keep for themselves; `saved_at` is NULL once it was taken off.
CREATE TABLE saves (
  user BLOB NOT NULL, message BLOB NOT NULL, channel BLOB NOT NULL, saved_at INTEGER, rev INTEGER NOT NULL,
  PRIMARY KEY (user, message)
) WITHOUT ROWID;
CREATE UNIQUE INDEX saves_rev ON saves (user, rev);
CREATE INDEX saves_newest ON saves (user, saved_at) WHERE saved_at IS NOT NULL;
