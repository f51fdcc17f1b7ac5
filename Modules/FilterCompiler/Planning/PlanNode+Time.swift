import SegmentModel

extension PlanNode {
  /// See `LogicalPlan.nextInstant`; what is shared is looked at there.
  func nextInstant(after now: Instant) -> Instant? {
    switch self {
    case .state, .list, .sample, .shared: nil
    case .all(let nodes), .any(let nodes): nodes.compactMap { $0.nextInstant(after: now) }.min()
    case .not(let inner): inner.nextInstant(after: now)
    case .property(_, let test): test.nextInstant(after: now)
    case .event(let test): test.nextInstant(after: now)
    case .sequence(let test): test.nextInstant(after: now)
    case .related(let test): test.condition.nextInstant(after: now)
    case .picked(let picks): picks.compactMap(\.until).filter { $0 > now }.min()
    }
  }
}

extension EventTest {
  func nextInstant(after now: Instant) -> Instant? {
    let asked: [Instant?] =
      switch question {
      case .count(_, _, let within): [within.nextInstant(after: now)]
      case .aggregate(let test): [test.within.nextInstant(after: now)]
      case .occurrence(let test): [test.within.nextInstant(after: now), test.having.nextInstant(after: now)]
      case .periods(let test): [DateExpression.start(of: test.unit).nextInstant(after: now, in: test.zone)]
      }
    return (asked + [events.where.nextInstant(after: now)]).compactMap(\.self).min()
  }
}

extension SequenceTest {
  func nextInstant(after now: Instant) -> Instant? {
    // What must not happen after the last step has not happened once its time is over: for somebody that may be now.
    if notAfter != nil { return now.advanced(milliseconds: 1) }
    return ([window.nextInstant(after: now)] + selections.map { $0.where.nextInstant(after: now) })
      .compactMap(\.self).min()
  }
}

extension DateExpression {
  fileprivate static func start(of unit: TimeUnit) -> DateExpression { .math(DateMath(terms: [], rounding: unit)) }
}

extension ValueTest {
  func nextInstant(after now: Instant) -> Instant? {
    switch self {
    case .isSet, .text, .number, .boolean: nil
    case .anyOf(let tests): tests.compactMap { $0.nextInstant(after: now) }.min()
    case .date(let test):
      switch test.question {
      case .within(let range): range.nextInstant(after: now)
      case .anniversary(let expression): expression.nextInstant(after: now, in: test.zone)
      }
    }
  }
}

extension AttributeTest {
  func nextInstant(after now: Instant) -> Instant? {
    switch self {
    case .all(let nodes), .any(let nodes): nodes.compactMap { $0.nextInstant(after: now) }.min()
    case .not(let node): node.nextInstant(after: now)
    case .attribute(_, let test): test.nextInstant(after: now)
    }
  }
}

extension TimeRange {
  func nextInstant(after now: Instant) -> Instant? {
    [lower, upper].compactMap { $0?.expression.nextInstant(after: now, in: $0?.zone ?? .utc) }.min()
  }
}

extension DateExpression {
  /// The next instant after `now` at which the span may be another one; nil for one that does not move.
  func nextInstant(after now: Instant, in zone: Zone) -> Instant? {
    guard case .math(let math) = self else { return nil }
    let next = now.advanced(milliseconds: 1)
    guard math.rounding != nil else { return next }
    let span = math.span(at: now, in: zone)
    // Undo the terms from the first millisecond beyond the span. Where the calendar makes that inexact (month ends,
    // clock changes) the span shows it, and the answer is the next millisecond: early is safe, late is not.
    let undone = DateMath(terms: math.terms.reversed().map { .init(-$0.amount, $0.unit) })
    let candidate = undone.span(at: span.last.advanced(milliseconds: 1), in: zone).first
    guard candidate > now, math.span(at: candidate.advanced(milliseconds: -1), in: zone) == span,
      math.span(at: candidate, in: zone) != span
    else { return next }
    return candidate
  }
}
