/// A record that cannot be read or written.
package enum PackedRecordError: Error, Equatable, CustomStringConvertible {
  /// The record breaks its format at or after this byte.
  case damaged(offset: Int)
  /// A number is infinite or none.
  case notFinite

  package var code: String {
    switch self {
    case .damaged: "record_damaged"
    case .notFinite: "number_not_finite"
    }
  }

  package var description: String {
    switch self {
    case .damaged(let offset):
      "A packed record is damaged at byte \(offset); restore profiles.sqlite from a backup."
    case .notFinite: "A number is infinite or not a number; send a finite one."
    }
  }
}
