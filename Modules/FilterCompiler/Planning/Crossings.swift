package import SegmentModel

/// A contact or company that passes something of a sliding condition.
package struct Crossing: Sendable, Hashable {
  package var instant: Instant
  /// Row id.
  package var id: Int64

  package init(instant: Instant, id: Int64) {
    self.instant = instant
    self.id = id
  }
}

/// Who passes something of a sliding condition within a time.
package struct Crossings: Sendable, Equatable {
  /// By instant, then by row id; everyone once, with the first instant.
  package var list: [Crossing] = []
  /// Everyone up to this instant is in. The end of the time that was asked for, unless that would have been more than
  /// the limit: then at least one crosses in the millisecond after it.
  package var completeUntil: Instant
  package var isComplete = true

  package init(list: [Crossing] = [], completeUntil: Instant, isComplete: Bool = true) {
    self.list = list
    self.completeUntil = completeUntil
    self.isComplete = isComplete
  }

  /// The first instant at which anybody crosses, listed or not.
  package var earliest: Instant? {
    list.first?.instant ?? (isComplete ? nil : completeUntil.advanced(milliseconds: 1))
  }
}
