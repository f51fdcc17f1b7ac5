/// Format 4: what is small of a snapshot stands before its members, so that it is read without them; a browser's session
/// ends with the token that it was begun with.
enum SegmentSchema4 {
  static let sql = """
    ALTER TABLE snapshot RENAME TO snapshot3;
    CREATE TABLE snapshot (
      row INTEGER PRIMARY KEY,
      segment INTEGER NOT NULL REFERENCES segment,
      version INTEGER NOT NULL,
      lastChange INTEGER NOT NULL,    -- the last change that is in it
      replacedAt INTEGER,             -- when a newer one was made
      members BLOB NOT NULL,
      UNIQUE (segment, version)
    ) STRICT;
    INSERT INTO snapshot (row, segment, version, lastChange, replacedAt, members)
      SELECT row, segment, version, lastChange, replacedAt, members FROM snapshot3;
    DROP TABLE snapshot3;
    CREATE INDEX snapshotReplaced ON snapshot (replacedAt) WHERE replacedAt IS NOT NULL;

    -- Id of the token that it came from; NULL for a link.
    ALTER TABLE signInCode ADD COLUMN token TEXT;
    ALTER TABLE session ADD COLUMN token TEXT;
    """
}
