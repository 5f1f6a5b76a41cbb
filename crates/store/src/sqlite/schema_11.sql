-- Version 11. A workspace's own emoji; `image` is NULL once one was taken away.
CREATE TABLE emoji (
  workspace BLOB NOT NULL, name TEXT NOT NULL, image BLOB, creator BLOB NOT NULL, created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL, PRIMARY KEY (workspace, name)
) WITHOUT ROWID;
CREATE UNIQUE INDEX emoji_rev ON emoji (workspace, rev);
