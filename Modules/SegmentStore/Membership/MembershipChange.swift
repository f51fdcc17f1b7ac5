package import SegmentModel

/// One entry into a segment, or exit.
package struct MembershipChange: Sendable, Equatable {
  /// Its number within the segment, without gaps, from 1.
  package var change: Int64
  /// Row id of the contact, or of the company for a segment of companies.
  package var contact: Int64
  /// Its public id, also when it is gone by now; empty where it was erased, but for its last exit.
  package var publicID: String
  package var kind: MembershipChangeKind
  package var cause: ChangeCause
  package var at: Instant
  /// Of the commit.
  package var version: Int64

  package init(
    change: Int64, contact: Int64, publicID: String, kind: MembershipChangeKind, cause: ChangeCause, at: Instant,
    version: Int64
  ) {
    self.change = change
    self.contact = contact
    self.publicID = publicID
    self.kind = kind
    self.cause = cause
    self.at = at
    self.version = version
  }
}

package enum MembershipChangeKind: String, Sendable, CaseIterable {
  case entered, left
}

/// Why somebody became a member or ceased to be one.
package enum ChangeCause: String, Sendable, CaseIterable {
  case event, property, time, edit, merged, deleted, list, company, exception
}
