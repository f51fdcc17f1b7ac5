/// Format 2: who wrote a definition, and settings.
enum SegmentSchema2 {
  static let sql = """
    ALTER TABLE revision ADD COLUMN author TEXT;   -- for people; NULL where nobody knows

    CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    """
}
