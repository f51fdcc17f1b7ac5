/// Something stored that does not fit the rest.
package struct CheckFinding: Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    /// SQLite finds the file malformed.
    case integrity
    /// A number is missing among the changes.
    case changeGap
    /// A change has an earlier version than the one before it.
    case changeOrder
    /// Somebody entered who was a member, or left who was none.
    case changeRepeated
    /// A snapshot is missing, cannot be read, or does not follow from the one before it.
    case snapshot
    /// The count is not the number of members.
    case count
    /// The count before it does not follow from the changes.
    case previous
    /// The members are not those of a fresh evaluation.
    case members
    /// Everyone of a content type is another number in a fresh evaluation.
    case total
  }

  package var code: Code
  /// A sentence for the operator.
  package var detail: String

  package init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }
}
