package import SegmentModel

/// An instant that may depend on now: an end of a date expression's span, moved by some milliseconds.
package struct TimeBound: Sendable, Hashable {
  package enum Edge: String, Sendable { case first, last }

  package var expression: DateExpression
  package var edge: Edge
  package var shift: Int64
  package var zone: Zone

  package init(_ expression: DateExpression, _ edge: Edge, shift: Int64 = 0, in zone: Zone) {
    self.expression = expression
    self.edge = edge
    self.shift = shift
    self.zone = zone
  }

  /// Now, moved.
  package static func now(shiftedBy shift: Int64) -> TimeBound {
    TimeBound(.math(DateMath(terms: [])), .first, shift: shift, in: .utc)
  }

  /// An instant that stands still.
  package init(_ instant: Instant) {
    let local = LocalDateTime(millisecondsOfLocalTime: instant.milliseconds)
    self.init(.text(.dateTime(local, offset: 0), written: instant.description), .first, in: .utc)
  }

  package func instant(at now: Instant) -> Instant {
    let span = expression.span(at: now, in: zone)
    return (edge == .first ? span.first : span.last).advanced(milliseconds: shift)
  }
}

/// From `lower` to `upper`, both included; nil is open.
package struct TimeRange: Sendable, Hashable {
  package var lower: TimeBound?
  package var upper: TimeBound?

  package init(lower: TimeBound? = nil, upper: TimeBound? = nil) {
    self.lower = lower
    self.upper = upper
  }

  package func instants(at now: Instant) -> (lower: Instant?, upper: Instant?) {
    (lower?.instant(at: now), upper?.instant(at: now))
  }
}
