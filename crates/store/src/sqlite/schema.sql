-- Version 1. Ids are 16 bytes, big-endian; `thread` is empty for a channel's own
-- conversation; times are microseconds; enums are their wire words.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- One row per feed; for channels also the tail of the conversation, so that an append
-- reads and moves one row.
CREATE TABLE feeds (
  id BLOB PRIMARY KEY, head INTEGER NOT NULL,
  last_seq INTEGER NOT NULL DEFAULT 0, last_at INTEGER NOT NULL DEFAULT 0, last_ts INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE users (
  id BLOB PRIMARY KEY, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, handle TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL DEFAULT '', time_zone TEXT NOT NULL DEFAULT '', avatar BLOB,
  preferences TEXT NOT NULL DEFAULT '{}', password_hash TEXT NOT NULL, created_at INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1, rev INTEGER NOT NULL
);
CREATE INDEX users_avatar ON users (avatar) WHERE avatar IS NOT NULL;
CREATE TABLE workspaces (
  id BLOB PRIMARY KEY, name TEXT NOT NULL, icon BLOB, default_channel BLOB NOT NULL,
  created_at INTEGER NOT NULL, rev INTEGER NOT NULL
);
CREATE TABLE persons (
  workspace BLOB NOT NULL, user BLOB NOT NULL REFERENCES users (id), role TEXT NOT NULL, rev INTEGER NOT NULL,
  PRIMARY KEY (workspace, user)
) WITHOUT ROWID;
CREATE INDEX persons_user ON persons (user);
CREATE UNIQUE INDEX persons_rev ON persons (workspace, rev);
CREATE TABLE invites (
  id BLOB PRIMARY KEY, workspace BLOB NOT NULL, creator BLOB NOT NULL, role TEXT NOT NULL, channels BLOB NOT NULL,
  max_uses INTEGER, uses INTEGER NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  revoked INTEGER NOT NULL, code_hash BLOB NOT NULL UNIQUE
);
CREATE INDEX invites_workspace ON invites (workspace, created_at);
CREATE TABLE sessions (
  id BLOB PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id), kind TEXT NOT NULL, label TEXT NOT NULL,
  created_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, token_hash BLOB NOT NULL UNIQUE
);
CREATE INDEX sessions_user ON sessions (user, seen_at);
CREATE TABLE channels (
  id BLOB PRIMARY KEY, workspace BLOB NOT NULL REFERENCES workspaces (id),
  kind TEXT NOT NULL, name TEXT NOT NULL, topic TEXT NOT NULL DEFAULT '', description TEXT NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0, creator BLOB NOT NULL, created_at INTEGER NOT NULL,
  people BLOB NOT NULL, rev INTEGER NOT NULL, workspace_rev INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX channels_name ON channels (workspace, name) WHERE kind IN ('public', 'private');
CREATE UNIQUE INDEX channels_people ON channels (workspace, people) WHERE kind IN ('dm', 'group');
CREATE INDEX channels_rev ON channels (workspace, workspace_rev) WHERE kind = 'public';
-- Member (rev, in the channel feed) and membership (user_rev, in the person's) in one row.
CREATE TABLE members (
  channel BLOB NOT NULL REFERENCES channels (id), user BLOB NOT NULL REFERENCES users (id),
  active INTEGER NOT NULL, joined_at INTEGER NOT NULL, rev INTEGER NOT NULL,
  starred INTEGER NOT NULL DEFAULT 0, muted INTEGER NOT NULL DEFAULT 0, level TEXT NOT NULL, user_rev INTEGER NOT NULL,
  PRIMARY KEY (channel, user)
) WITHOUT ROWID;
CREATE UNIQUE INDEX members_rev ON members (channel, rev);
CREATE UNIQUE INDEX members_user_rev ON members (user, user_rev);
CREATE TABLE readings (
  user BLOB NOT NULL, channel BLOB NOT NULL, thread BLOB NOT NULL, read_seq INTEGER NOT NULL,
  generation INTEGER NOT NULL, following INTEGER NOT NULL, rev INTEGER NOT NULL,
  PRIMARY KEY (user, channel, thread)
) WITHOUT ROWID;
CREATE UNIQUE INDEX readings_rev ON readings (user, rev);
CREATE TABLE drafts (
  user BLOB NOT NULL, channel BLOB NOT NULL, thread BLOB NOT NULL, text TEXT NOT NULL,
  updated_at INTEGER NOT NULL, rev INTEGER NOT NULL,
  PRIMARY KEY (user, channel, thread)
) WITHOUT ROWID;
CREATE UNIQUE INDEX drafts_rev ON drafts (user, rev);
-- `body` is a digest of what the nonce stood for; it outlives edits and deletion.
CREATE TABLE messages (
  key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, channel BLOB NOT NULL REFERENCES channels (id),
  thread BLOB NOT NULL, seq INTEGER NOT NULL, rev INTEGER NOT NULL, ts INTEGER NOT NULL, author BLOB NOT NULL,
  kind TEXT NOT NULL, text TEXT NOT NULL, mentions BLOB NOT NULL, mentions_all INTEGER NOT NULL,
  nonce TEXT, body BLOB, edited_at INTEGER, deleted_at INTEGER,
  has_files INTEGER NOT NULL DEFAULT 0, has_reactions INTEGER NOT NULL DEFAULT 0,
  replies INTEGER NOT NULL DEFAULT 0, reply_seq INTEGER NOT NULL DEFAULT 0, reply_at INTEGER NOT NULL DEFAULT 0,
  reply_people BLOB NOT NULL DEFAULT x''
);
CREATE UNIQUE INDEX messages_seq ON messages (channel, thread, seq);
CREATE UNIQUE INDEX messages_rev ON messages (channel, rev);
CREATE UNIQUE INDEX messages_ts ON messages (channel, ts);
CREATE UNIQUE INDEX messages_nonce ON messages (channel, author, nonce) WHERE nonce IS NOT NULL;
CREATE TABLE revisions (
  message BLOB NOT NULL, n INTEGER NOT NULL, text TEXT NOT NULL, written_at INTEGER NOT NULL,
  PRIMARY KEY (message, n)
) WITHOUT ROWID;
-- `n` is the channel's rev at the time: it orders reactions.
CREATE TABLE reactions (
  message BLOB NOT NULL, emoji TEXT NOT NULL, user BLOB NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (message, emoji, user)
) WITHOUT ROWID;
-- `user` is empty for everyone.
CREATE TABLE mentions (
  channel BLOB NOT NULL, thread BLOB NOT NULL, user BLOB NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (channel, thread, user, seq)
) WITHOUT ROWID;
-- `gone`: 0 kept, 1 an orphan the sweeper took, 2 its bytes are gone.
CREATE TABLE files (
  id BLOB PRIMARY KEY, workspace BLOB NOT NULL, owner BLOB NOT NULL, name TEXT NOT NULL, size INTEGER NOT NULL,
  media_type TEXT NOT NULL, sha256 TEXT NOT NULL, alt TEXT NOT NULL, state TEXT NOT NULL, image TEXT,
  created_at INTEGER NOT NULL, prefix TEXT NOT NULL, avatar INTEGER NOT NULL,
  channel BLOB, message BLOB, place INTEGER NOT NULL DEFAULT 0, gone INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX files_message ON files (message, place) WHERE message IS NOT NULL;
CREATE INDEX files_loose ON files (created_at) WHERE message IS NULL AND gone < 2;
CREATE INDEX files_deleted ON files (id) WHERE state = 'deleted' AND gone < 2;
