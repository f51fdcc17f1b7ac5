/// Why the index can not hold what it was given. The data stays in `profiles.sqlite`, and SQLite can evaluate it.
package enum IndexError: Error, Equatable, Sendable, CustomStringConvertible {
  case rowIDOutOfRange(Int64)
  case tooManyEvents

  package var code: String {
    switch self {
    case .rowIDOutOfRange: "indexRowID"
    case .tooManyEvents: "indexEvents"
    }
  }

  package var description: String {
    switch self {
    case .rowIDOutOfRange(let id):
      "row id \(id) has no place in the live index, which holds 1 to \(ProfileIndex.largestRowID): "
        + "let SQLite evaluate the segments"
    case .tooManyEvents:
      "the live index holds at most \(UInt32.max - 1) events of a name: let SQLite evaluate the segments"
    }
  }
}
