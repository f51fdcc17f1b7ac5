import FilterCompiler
import SegmentModel

extension EventTest {
  /// The test in one evaluation; where there are no events of the name, whether that satisfies it.
  func prepared(for evaluation: Evaluation) -> PreparedEvents {
    let (index, now) = (evaluation.index, evaluation.now)
    switch question {
    case .count(let minimum, let maximum, let within):
      guard let source = EventSource(events, within: within, for: evaluation) else { return .constant(false) }
      return .condition(EventCount(source: source, minimum: minimum, maximum: maximum))
    case .aggregate(let test):
      let numbers = PreparedNumbers(test.test)
      guard let source = EventSource(events, within: test.within, for: evaluation) else {
        return .constant(EventAggregate.holdsOverNothing(test.function, numbers))
      }
      return .condition(
        EventAggregate(
          source: source, column: index.events[events.name]?.attributes[test.attribute], function: test.function,
          test: numbers))
    case .occurrence(let test):
      guard let table = index.events[events.name],
        let source = EventSource(events, within: TimeRange(), for: evaluation)
      else { return .constant(false) }
      let having = AttributeMatcher(test.having, of: table, for: evaluation)
      let (lower, upper) = test.within.instants(at: now)
      return .condition(
        EventOccurrence(
          source: source, isFirst: test.occurrence == .first, first: lower?.milliseconds ?? .min,
          last: upper?.milliseconds ?? .max, having: having))
    case .periods(let test):
      let starts = test.starts(at: now).map(\.milliseconds)
      guard let first = starts.first, let end = starts.last,
        let source = EventSource(events, from: first, to: end - 1, for: evaluation)
      else { return .constant(false) }
      return .condition(EventPeriods(source: source, starts: starts, minimum: test.atLeast, each: test.each))
    }
  }
}

/// A condition on events, or an answer that is the same for everyone.
enum PreparedEvents {
  case constant(Bool)
  case condition(any EventCondition)
}
