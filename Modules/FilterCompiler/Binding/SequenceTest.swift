import SegmentModel

/// Steps in order, as understood.
package struct SequenceTest: Sendable, Hashable {
  /// A step that must happen, and what must not happen strictly between the one before and it.
  package struct Step: Sendable, Hashable {
    package var events: EventSelection
    package var notBefore: EventSelection?

    package init(events: EventSelection, notBefore: EventSelection? = nil) {
      self.events = events
      self.notBefore = notBefore
    }
  }

  /// 1 or more; the first has no `notBefore`.
  package var steps: [Step]
  /// What must not happen after the last step; only with `within`.
  package var notAfter: EventSelection?
  /// From the first step to the last, in milliseconds; nil: any distance.
  package var within: Int64?
  /// Where every step must be.
  package var window: TimeRange

  /// All the selections: the steps' first, in their order, then those that must not happen.
  package var selections: [EventSelection] {
    steps.map(\.events) + steps.compactMap(\.notBefore) + [notAfter].compactMap(\.self)
  }
}
