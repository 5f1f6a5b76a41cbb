-- Version 5. What somebody says of themselves, as JSON; NULL for nothing.
ALTER TABLE users ADD COLUMN status TEXT;
