-- Version 3. Files on messages, for lists of a channel's files: of all types, and of one.
CREATE INDEX files_shared ON files (channel, id) WHERE message IS NOT NULL AND state = 'ready';
CREATE INDEX files_typed ON files (channel, media_type, id) WHERE message IS NOT NULL AND state = 'ready';
