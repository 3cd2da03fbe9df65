-- Times are milliseconds since 1970-01-01T00:00:00Z. Codes are those of entry.rs.

-- The key of the fingerprints: random, so that the same item leaves different hashes in different
-- files. One row.
CREATE TABLE salt (
    bytes BLOB NOT NULL
) STRICT;

INSERT INTO salt VALUES (randomblob(32));

-- What packs said, without the places in the text: shared by all items of which they said the same.
CREATE TABLE verdict (
    id    INTEGER PRIMARY KEY,
    packs TEXT NOT NULL,
    body  TEXT NOT NULL,
    UNIQUE (packs, body)
) STRICT;

-- One call of delete, and so one step of undo.
CREATE TABLE deletion (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    deleted_at INTEGER NOT NULL
) STRICT;

-- What was flagged. Those with a deletion lie in the undo bin.
CREATE TABLE item (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint INTEGER NOT NULL,
    channel     INTEGER NOT NULL,
    direction   INTEGER NOT NULL,
    road        INTEGER NOT NULL,
    level       INTEGER NOT NULL,
    mark        INTEGER,
    deletion    INTEGER REFERENCES deletion (id),
    verdict     INTEGER NOT NULL REFERENCES verdict (id),
    at          INTEGER,
    kept_at     INTEGER NOT NULL,
    time        INTEGER GENERATED ALWAYS AS (coalesce(at, kept_at)) VIRTUAL,
    evidence    TEXT NOT NULL,
    search      TEXT NOT NULL,
    sender      TEXT,
    text        TEXT NOT NULL
) STRICT;

CREATE INDEX item_by_fingerprint ON item (fingerprint);
CREATE INDEX item_by_time ON item (time) WHERE deletion IS NULL;
CREATE INDEX item_by_deletion ON item (deletion) WHERE deletion IS NOT NULL;
CREATE INDEX item_by_verdict ON item (verdict);

-- What is left of an item that is gone: enough to know it when it comes again.
CREATE TABLE tombstone (
    fingerprint INTEGER NOT NULL,
    at          INTEGER
) STRICT;

CREATE INDEX tombstone_by_fingerprint ON tombstone (fingerprint);

-- Numbers a flagged item asked to call.
CREATE TABLE callback (
    number TEXT NOT NULL,
    item   INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    PRIMARY KEY (number, item)
) STRICT, WITHOUT ROWID;

CREATE INDEX callback_by_item ON callback (item);

-- The user's own entries.
CREATE TABLE listed (
    number TEXT PRIMARY KEY,
    kind   INTEGER NOT NULL,
    since  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- For self-diagnosis.
CREATE TABLE counter (
    channel       INTEGER PRIMARY KEY,
    screened      INTEGER NOT NULL,
    flagged       INTEGER NOT NULL,
    last_screened INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
