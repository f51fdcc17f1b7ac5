import SegmentModel

/// A request that waits for the disk.
struct PendingRequest: Sendable {
  var batch: IngestBatch
  /// Nil for an import.
  var source: Source?
  /// Called once, on the writer's thread: it must not block.
  var completion: @Sendable (Result<IngestOutcome, IngestRefusal>) -> Void
}
