/// Format 3: how far time alone is followed.
enum SegmentSchema3 {
  static let sql = """
    -- Up to this instant, `now` at most, all that time alone changes is in the members.
    ALTER TABLE service ADD COLUMN settled INTEGER NOT NULL DEFAULT 0;
    UPDATE service SET settled = now;
    """
}
