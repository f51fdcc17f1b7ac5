/// Format 1. Instants are milliseconds since 1970; `endpoint`, `segment` and `target` are row ids.
enum SegmentSchema1 {
  static let sql = definitions + membership + webhooks + access

  private static let definitions = """
    -- One row: where the service stands.
    CREATE TABLE service (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      epoch TEXT NOT NULL,
      version INTEGER NOT NULL,       -- of the last membership commit
      position INTEGER NOT NULL,      -- in the change feed of profiles.sqlite
      now INTEGER NOT NULL,           -- the last one that was committed
      profiles TEXT,                  -- which profiles.sqlite is followed
      definitions INTEGER NOT NULL    -- rises whenever a definition or an endpoint is written
    ) STRICT;

    CREATE TABLE segment (
      row INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      revision INTEGER NOT NULL,
      name TEXT NOT NULL,
      foldedName TEXT NOT NULL,
      contentType TEXT NOT NULL,
      definition TEXT NOT NULL,       -- JSON
      createdAt INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL,
      deletedAt INTEGER,
      state TEXT NOT NULL,            -- building, ready, failed
      why TEXT,                       -- of failed
      plan INTEGER,                   -- fingerprint of the plan that the members are of; NULL before the first build
      evaluatedAt INTEGER,            -- the last time that everyone was looked at
      count INTEGER,
      previous INTEGER,               -- the count before that one
      countVersion INTEGER NOT NULL DEFAULT 0,   -- at which the count last changed
      membersVersion INTEGER NOT NULL DEFAULT 0, -- at which the members last changed
      resetVersion INTEGER NOT NULL DEFAULT 0,   -- at which they last changed otherwise than by listed changes
      lastChange INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE UNIQUE INDEX segmentName ON segment (contentType, foldedName) WHERE deletedAt IS NULL;

    CREATE TABLE revision (
      segment INTEGER NOT NULL REFERENCES segment,
      revision INTEGER NOT NULL,
      definition TEXT NOT NULL,
      at INTEGER NOT NULL,
      PRIMARY KEY (segment, revision)
    ) STRICT, WITHOUT ROWID;

    -- Direct references only: parents and segment nodes.
    CREATE TABLE reference (
      segment INTEGER NOT NULL REFERENCES segment,
      target INTEGER NOT NULL REFERENCES segment,
      PRIMARY KEY (segment, target)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX referenceTarget ON reference (target);

    """

  private static let membership = """
    -- members(v) = the snapshot with the highest version up to v, with the changes after it up to v applied.
    CREATE TABLE snapshot (
      row INTEGER PRIMARY KEY,
      segment INTEGER NOT NULL REFERENCES segment,
      version INTEGER NOT NULL,
      lastChange INTEGER NOT NULL,    -- the last change that is in it
      members BLOB NOT NULL,
      replacedAt INTEGER,             -- when a newer one was made
      UNIQUE (segment, version)
    ) STRICT;

    CREATE TABLE change (
      segment INTEGER NOT NULL REFERENCES segment,
      change INTEGER NOT NULL,        -- without gaps within a segment
      contact INTEGER NOT NULL,       -- row id; of a company for segments of companies
      publicID TEXT NOT NULL,
      kind INTEGER NOT NULL,          -- 1 entered, 0 left
      cause TEXT NOT NULL,
      at INTEGER NOT NULL,
      version INTEGER NOT NULL,
      PRIMARY KEY (segment, change)
    ) STRICT, WITHOUT ROWID;

    -- The last count of each hour in which it changed.
    CREATE TABLE history (
      segment INTEGER NOT NULL REFERENCES segment,
      hour INTEGER NOT NULL,          -- since 1970
      at INTEGER NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (segment, hour)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE total (
      contentType TEXT PRIMARY KEY,
      count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    """

  private static let webhooks = """
    CREATE TABLE endpoint (
      row INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      revision INTEGER NOT NULL,
      url TEXT NOT NULL,
      events TEXT NOT NULL,           -- words, separated by spaces
      segments TEXT,                  -- ids, separated by spaces; NULL for all
      properties TEXT NOT NULL,       -- JSON list of names
      secret TEXT NOT NULL,
      previousSecret TEXT,
      previousSecretUntil INTEGER,
      minInterval INTEGER NOT NULL,   -- ms
      format TEXT NOT NULL,
      enabled INTEGER NOT NULL,
      description TEXT,
      disabledReason TEXT,            -- why it was disabled by itself
      createdAt INTEGER NOT NULL,
      updatedAt INTEGER NOT NULL,
      consecutiveFailures INTEGER NOT NULL DEFAULT 0,
      failingSince INTEGER,
      nextAttemptAt INTEGER
    ) STRICT;

    -- What one endpoint is told of one segment: the waiting row of its count, its cursor in the changes.
    CREATE TABLE subscription (
      endpoint INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
      segment INTEGER NOT NULL REFERENCES segment,
      wantsCount INTEGER NOT NULL,
      wantsMembers INTEGER NOT NULL,
      wantsReset INTEGER NOT NULL,
      waitingCount INTEGER,           -- to be told; NULL where nothing is
      waitingVersion INTEGER,
      waitingAsOf INTEGER,
      lastCount INTEGER,              -- what it last got
      countBegunAt INTEGER,           -- first attempt of the latest count message
      membersWaiting INTEGER NOT NULL DEFAULT 0,
      cursor INTEGER NOT NULL DEFAULT 0,     -- the last change put into a message
      toldReset INTEGER NOT NULL DEFAULT 0,  -- the segment's resetVersion that it was told of
      PRIMARY KEY (endpoint, segment)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX subscriptionSegment ON subscription (segment);
    CREATE INDEX subscriptionWaiting ON subscription (endpoint) WHERE waitingCount IS NOT NULL OR membersWaiting = 1;

    -- Messages decided or begun, and not delivered yet.
    CREATE TABLE message (
      row INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      endpoint INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
      segment INTEGER,
      type TEXT NOT NULL,
      data TEXT,                      -- of one that has not been begun: JSON
      body BLOB,                      -- frozen at the first attempt
      mediaType TEXT,                 -- of the body
      afterChange INTEGER,            -- changes up to this one are told before it
      count INTEGER,                  -- that a count message tells
      refusals INTEGER NOT NULL DEFAULT 0,
      isDead INTEGER NOT NULL DEFAULT 0,
      createdAt INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX messageEndpoint ON message (endpoint, isDead, row);
    CREATE INDEX messageSegment ON message (segment);

    CREATE TABLE attempt (
      row INTEGER PRIMARY KEY AUTOINCREMENT,
      endpoint INTEGER NOT NULL REFERENCES endpoint ON DELETE CASCADE,
      message TEXT NOT NULL,
      type TEXT NOT NULL,
      segment TEXT,                   -- id
      at INTEGER NOT NULL,
      status INTEGER,                 -- NULL where no answer came
      failure TEXT,                   -- code and sentence of why
      duration INTEGER NOT NULL,      -- ms
      answer BLOB NOT NULL            -- the first 1,024 bytes
    ) STRICT;
    CREATE INDEX attemptEndpoint ON attempt (endpoint, row);
    CREATE INDEX attemptAt ON attempt (at);

    """

  private static let access = """
    CREATE TABLE token (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      hash BLOB NOT NULL UNIQUE,
      scopes TEXT NOT NULL,           -- words, separated by spaces
      createdAt INTEGER NOT NULL,
      expiresAt INTEGER
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE signInCode (
      hash BLOB PRIMARY KEY,
      scopes TEXT NOT NULL,
      expiresAt INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE session (
      hash BLOB PRIMARY KEY,
      scopes TEXT NOT NULL,
      createdAt INTEGER NOT NULL,
      expiresAt INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE idempotency (
      caller TEXT NOT NULL,
      key TEXT NOT NULL,
      requestHash BLOB NOT NULL,
      status INTEGER,                 -- NULL while the first request is under way
      headers TEXT,                   -- JSON object
      body BLOB,
      at INTEGER NOT NULL,
      PRIMARY KEY (caller, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX idempotencyAt ON idempotency (at);
    """
}
