-- Version 4. What is to be done later; `nonce` is what its owner's client called it.
CREATE TABLE planned (
  id BLOB PRIMARY KEY, user BLOB NOT NULL REFERENCES users (id), nonce TEXT NOT NULL, action TEXT NOT NULL,
  workspace BLOB NOT NULL, channel BLOB NOT NULL REFERENCES channels (id), thread BLOB NOT NULL, message BLOB,
  text TEXT NOT NULL, due_at INTEGER NOT NULL, state TEXT NOT NULL, obstacle TEXT, created_at INTEGER NOT NULL,
  rev INTEGER NOT NULL, UNIQUE (user, rev), UNIQUE (user, nonce)
) WITHOUT ROWID;
CREATE INDEX planned_open ON planned (user, due_at) WHERE state <> 'over';
CREATE INDEX planned_due ON planned (due_at) WHERE state IN ('waiting', 'sending');
