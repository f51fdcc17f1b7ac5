package import SegmentModel

/// Something that single contacts or companies pass at instants of their own, each when a bound that goes on with the
/// clock passes a date or an event of theirs. Its ranges have bounds of that kind alone.
package enum SlidingCondition: Sendable, Hashable {
  /// A date among the values of a property enters or leaves a range.
  case property(PropertyKey, SlidingDates)
  /// The time of an event enters or leaves a range.
  case event(EventSelection, TimeRange)
  /// A date among the values of an attribute of an event enters or leaves a range.
  case attribute(event: ExactText, attribute: ExactText, SlidingDates)

  /// Whether those who pass are contacts or companies. Where a plan is about the others, the condition stands behind a
  /// relation, and the answers of those at its other end may change.
  package var isAboutPeople: Bool {
    switch self {
    case .property(let key, _): key.space != .company
    case .event, .attribute: true
    }
  }

  package var range: TimeRange {
    switch self {
    case .property(_, let dates), .attribute(_, _, let dates): dates.range
    case .event(_, let range): range
    }
  }
}

/// A range for dates among values, and how values are dates.
package struct SlidingDates: Sendable, Hashable {
  package var range: TimeRange
  /// Where values without an offset are.
  package var zone: Zone
  /// Set only where the property is declared `datetime`.
  package var unit: DateUnit?

  package init(range: TimeRange, zone: Zone, unit: DateUnit?) {
    self.range = range
    self.zone = zone
    self.unit = unit
  }
}

extension TimeRange {
  /// With only those bounds that go on with the clock; nil where none does.
  var sliding: TimeRange? {
    let sliding = TimeRange(
      lower: lower.flatMap { $0.isSliding ? $0 : nil }, upper: upper.flatMap { $0.isSliding ? $0 : nil })
    return sliding == TimeRange() ? nil : sliding
  }
}

extension TimeBound {
  /// Goes on with the clock; one that is rounded jumps.
  fileprivate var isSliding: Bool { if case .math(let math) = expression { math.rounding == nil } else { false } }
}
