import SegmentModel
import StrataService

/// Where the next page of a list in the order of names begins; it works for ten minutes from the first page on.
struct NameCursor {
  /// The last name given out; nil at the beginning.
  var after: ExactText?
  /// Whether that was a tracked property, which stands after another of the same name.
  var isTracked = false
  var begunAt: Instant

  /// The one that the request bears, or the beginning.
  /// - Throws: `Problem` 410 for one that is too old.
  static func read(_ query: inout QueryReader, at now: Instant) throws -> NameCursor {
    guard let json = query.cursor() else { return NameCursor(begunAt: now) }
    guard let after = json["after"]?.stringValue, let begunAt = json["begun"]?.integerValue else {
      query.add(.badValue, "cursor", "is not one of this list")
      return NameCursor(begunAt: now)
    }
    let cursor = NameCursor(
      after: ExactText(after), isTracked: json["tracked"]?.booleanValue ?? false,
      begunAt: Instant(milliseconds: Int64(begunAt)))
    try RequestLimits.checkAge(of: cursor.begunAt, at: now)
    return cursor
  }

  /// The cursor behind this name.
  func moved(to name: String, isTracked: Bool = false) -> NameCursor {
    NameCursor(after: ExactText(name), isTracked: isTracked, begunAt: begunAt)
  }

  /// Whether a name stands behind the cursor; by bytes, as the store sorts.
  func isBefore(_ name: String, isTracked: Bool = false) -> Bool {
    guard let after else { return true }
    if after == ExactText(name) { return isTracked && !self.isTracked }
    return after.text.utf8.lexicographicallyPrecedes(name.utf8)
  }

  var text: String {
    Cursor.encode([
      "after": .string(after?.text ?? ""), "tracked": .boolean(isTracked),
      "begun": .number(Double(begunAt.milliseconds)),
    ])
  }
}
