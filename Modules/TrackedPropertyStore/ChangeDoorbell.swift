import GRDB
import SegmentModel

/// Tells whether `profiles.sqlite` has changed, by `PRAGMA data_version`: a few microseconds a call.
///
/// It has a connection of its own, because the pragma only compares what one connection saw; commits of
/// the same process move it too. To be asked by one follower.
package final class ChangeDoorbell: Sendable {
  private let queue: DatabaseQueue

  init(path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.label = "strata.profiles.doorbell"
    queue = try DatabaseQueue(path: path, configuration: configuration)
  }

  /// A number that is another one whenever somebody has committed. Blocks for a few microseconds.
  package func dataVersion() throws -> Int64 {
    try queue.inDatabase { try $0.statement("PRAGMA data_version").first { $0.integer(0) } ?? 0 }
  }
}
