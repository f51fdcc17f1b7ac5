import Foundation
import SegmentModel
import StrataService

/// What the parts of the query server are made with.
struct QuerySettings: Sendable {
  var directory: String
  var publicURL: PublicURL?
  var allowsPrivateWebhooks = false
  /// Bytes that the live index may take; 0: there is none.
  var indexMemory = MemorySize.physical / 2
  /// That work on one heavy evaluation.
  var evaluationThreads = min(ProcessInfo.processInfo.activeProcessorCount, 8)
  /// Asks whether an evaluation is cancelled, when it wants to know; for tests that look in then.
  var askEvaluation: @Sendable (_ isCancelled: () -> Bool) -> Bool = { $0() }
  var clock: any WallClock = SystemClock()
  /// How long a query waits for a position of the change feed.
  var patience = Duration.seconds(5)
  /// Seconds that a call waits for another program's lock on the profiles.
  var lockPatience = 10.0

  init(directory: String) {
    self.directory = directory
  }

  init(_ configuration: Configuration) {
    directory = configuration[Settings.data]
    publicURL = configuration[Settings.publicURL(of: .query)]
    allowsPrivateWebhooks = configuration[Settings.allowPrivateWebhooks]
    indexMemory = configuration[Settings.indexMemory] ?? indexMemory
  }
}
