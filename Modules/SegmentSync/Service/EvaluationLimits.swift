/// Bounds of one evaluation that is asked for.
package enum EvaluationLimits {
  /// Members that a preview shows.
  package static let sample = 0...100
  /// Nodes that a preview counts by themselves; in SQLite each is a scan of its own.
  package static let countedNodes = 50
  /// Days of a forecast, each a scan of its own where time alone may have changed something by then.
  package static let forecastDays = 1...90
}
