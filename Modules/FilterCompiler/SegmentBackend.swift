package import SegmentModel

/// Evaluates compiled segments on one consistent state of the data. Each backend has one evaluator, used for
/// preview, count, members and membership alike.
package protocol SegmentEvaluator {
  func count(of plan: LogicalPlan, at now: Instant) throws -> Int

  /// Row ids, ascending.
  /// - Parameter candidates: whom to look at; nil for everyone. At most `SegmentBackendLimits.candidates`.
  func members(of plan: LogicalPlan, among candidates: [Int64]?, at now: Instant) throws -> [Int64]

  /// How many each plan of a group matches.
  func counts(of group: PlanGroup, at now: Instant) throws -> [Int]

  /// For each plan of a group, whom of the candidates it matches: row ids, ascending.
  /// - Parameter candidates: at most `SegmentBackendLimits.candidates`.
  func members(of group: PlanGroup, among candidates: [Int64], at now: Instant) throws -> [[Int64]]

  /// How many each plan of a group matches, and whom those at some places match.
  func answers(of group: PlanGroup, listing places: Set<Int>, at now: Instant) throws -> GroupAnswers

  /// Everyone whom each plan of a group matches.
  func everyone(in group: PlanGroup, at now: Instant) throws -> [Bitmap]

  /// What the backend makes of the plan (for SQL: the statement and its bindings), for people to read.
  func loweredText(of plan: LogicalPlan, at now: Instant) throws -> String
}

/// A backend can not evaluate a plan that the language allows; another segment it can.
package struct PlanTooLarge: Error, Sendable, CustomStringConvertible {
  /// In the backend's own words.
  package var why: String

  package init(_ why: String) { self.why = why }

  package var description: String { "The filter is too large to be evaluated: \(why)." }
}

/// An evaluation was given up, because nobody waits for it any more.
package struct EvaluationCancelled: Error, Equatable, Sendable, CustomStringConvertible {
  package init() {}

  package var description: String { "The evaluation was given up: nobody waits for it any more." }
}

package enum SegmentBackendLimits {
  package static let candidates = 4096
}

/// Where the data of segments can be evaluated.
package protocol SegmentBackend: Sendable {
  associatedtype Evaluator: SegmentEvaluator

  /// Blocks the calling thread; never call it from a cooperative one.
  func read<T>(_ body: (Evaluator) throws -> T) throws -> T
}
