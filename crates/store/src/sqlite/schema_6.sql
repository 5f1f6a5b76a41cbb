-- Version 6. Where a session's browser can be woken, all NULL when it can't: an endpoint is
-- one session's, and goes with it.
ALTER TABLE sessions ADD COLUMN push_endpoint TEXT;
ALTER TABLE sessions ADD COLUMN push_key TEXT;
ALTER TABLE sessions ADD COLUMN push_secret TEXT;
ALTER TABLE sessions ADD COLUMN push_since INTEGER;
CREATE INDEX sessions_push ON sessions (push_endpoint) WHERE push_endpoint IS NOT NULL;
