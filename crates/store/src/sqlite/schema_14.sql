-- Version 14. When messages that mention people were written, so that those of one person are
-- found the latest first over all channels; when others last reacted to one's own.
ALTER TABLE mentions ADD COLUMN ts INTEGER NOT NULL DEFAULT 0;
UPDATE mentions SET ts = coalesce((SELECT m.ts FROM messages m
  WHERE m.channel = mentions.channel AND m.thread = mentions.thread AND m.seq = mentions.seq), 0);
CREATE INDEX mentions_newest ON mentions (user, ts);
ALTER TABLE messages ADD COLUMN reacted_at INTEGER;
CREATE INDEX messages_reacted ON messages (author, reacted_at, id) WHERE reacted_at IS NOT NULL;
