-- Version 12. Groups of people that are named together; `people` are their ids, sorted.
CREATE TABLE user_groups (
  id BLOB PRIMARY KEY, workspace BLOB NOT NULL, handle TEXT NOT NULL, name TEXT NOT NULL, people BLOB NOT NULL,
  active INTEGER NOT NULL, created_at INTEGER NOT NULL, rev INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX user_groups_handle ON user_groups (handle) WHERE active;
CREATE UNIQUE INDEX user_groups_rev ON user_groups (workspace, rev);
