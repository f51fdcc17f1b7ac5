package import SegmentModel

/// What is behind an answer, of one contact or company at a time; from the same state of the data as the evaluator's
/// answers.
package protocol SegmentEvidence: SegmentEvaluator {
  func publicID(of id: Int64, isPeople: Bool) throws -> String?
  /// Nil where it is not set.
  func value(of key: PropertyKey, of id: Int64) throws -> Value?
  /// Those at the other end of a relation, ascending.
  func related(to id: Int64, by relation: Relation, limit: Int) throws -> [Int64]
  func relatedCount(of id: Int64, by relation: Relation) throws -> Int
  /// Events that match and are not later than now, by time and arrival: the first ones, or the last ones backwards.
  func events(
    matching events: EventSelection, within: TimeRange, of contact: Int64, at now: Instant, from end: Occurrence,
    limit: Int
  ) throws -> [EventRecord]
  func eventCount(
    matching events: EventSelection, within: TimeRange, of contact: Int64, at now: Instant
  ) throws -> Int
  /// What an aggregate comes to; nil where there is nothing that it could be of.
  func aggregate(
    _ test: AggregateTest, over events: EventSelection, of contact: Int64, at now: Instant
  ) throws -> Double?
  /// When all events of a name are, also those that lie ahead, newest first.
  func times(of contact: Int64, named name: ExactText, limit: Int) throws -> [Instant]
  /// All events of a name, also those that lie ahead, newest first.
  func history(of contact: Int64, named name: ExactText, limit: Int) throws -> [EventRecord]
}
