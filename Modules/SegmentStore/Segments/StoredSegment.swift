package import SegmentModel

/// A segment as stored: what it is, and how its members stand.
package struct StoredSegment: Sendable, Equatable {
  package var row: Int64
  /// `seg_…`.
  package var id: String
  /// Of the definition; its ETag.
  package var revision: Int64
  package var definition: SegmentDefinition
  package var createdAt: Instant
  package var updatedAt: Instant
  package var state: SegmentState
  /// Fingerprint of the plan that the members are of; nil before the first build.
  package var plan: Int64?
  /// The last time that everyone was looked at.
  package var evaluatedAt: Instant?
  /// The last good count; nil before the first build.
  package var count: Int64?
  /// The count before that.
  package var previous: Int64?
  /// Version at which the count last changed.
  package var countVersion: Int64
  /// Version at which the members last changed.
  package var membersVersion: Int64
  /// Version at which they last changed otherwise than by listed changes: a build, or an edit too large to list.
  package var resetVersion: Int64
  /// Number of the last entry or exit.
  package var lastChange: Int64

  package var isPeople: Bool { definition.contentType.isPeople }
}

/// A segment as read by who may know it already.
package enum RereadSegment: Sendable, Equatable {
  /// The definition is the one that is known.
  case known(row: Int64, state: SegmentState)
  case other(StoredSegment)
}

package enum SegmentState: Sendable, Equatable {
  case building
  case ready
  /// With a sentence that says why.
  case failed(String)

  package var word: String {
    switch self {
    case .building: "building"
    case .ready: "ready"
    case .failed: "failed"
    }
  }

  package var why: String? {
    if case .failed(let why) = self { why } else { nil }
  }
}

/// A definition as it once was.
package struct SegmentRevision: Sendable, Equatable {
  package var revision: Int64
  package var definition: JSONValue
  package var at: Instant
  /// Who wrote it, for people; nil where nobody knows.
  package var author: String?
}

/// An id and a name, to tell people about a segment.
package struct SegmentName: Sendable, Equatable {
  package var id: String
  package var name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}
