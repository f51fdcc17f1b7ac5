import EventIngest
import IngestDialects
import Logging
import SegmentModel
import StrataService
import TrackedPropertyStore

/// The composition root of everything behind the HTTP side: data directory, store, sources, pipeline, dialects.
struct IngestServices: Sendable {
  typealias Endpoint = IngestEndpoint<ProfileDatabase, SourceCatalog>

  /// The part of the readiness that says whether the store takes writes.
  static let storePart = "profiles"

  let clock: any WallClock
  let profiles: ProfileDatabase
  let sources: SourceCatalog
  let endpoint: Endpoint
  let readiness: Readiness
  let metrics: Metrics
  let retention: RetentionService
  private let pipeline: IngestPipeline<ProfileDatabase>
  /// What looks a source up: well under a millisecond.
  private let reads: BlockingExecutor

  /// Opens the data directory. Blocks.
  /// - Throws: `DataDirectoryError` where another ingest server has the directory, or it cannot be used;
  ///   `ProfileStoreError`.
  init(_ settings: IngestSettings, metrics: Metrics = Metrics(), logger: Logger) throws {
    let directory = try DataDirectory(path: settings.directory)
    try directory.claimRole(ServerProgram.ingest.rawValue)
    profiles = try ProfileDatabase(in: directory, clock: settings.clock)
    if try FirstSource.makeIfMissing(in: profiles, now: settings.clock.now) {
      logger.notice("a source was made that needs no write key", metadata: ["origins": "\(FirstSource.origins)"])
    }
    readiness = Readiness(waitingFor: [Self.storePart])
    readiness.report(Self.storePart, .ready)
    reads = BlockingExecutor(name: "sources", threads: 1, queueLimit: 1024)
    sources = SourceCatalog(
      profiles: profiles, allowsKeyless: settings.allowsKeyless, clock: settings.clock, executor: reads)
    let report = IngestReport(metrics: metrics, readiness: readiness, logger: logger)
    let pipeline = IngestPipeline(log: profiles, namesOfIDs: Dialects.namesOfIDs, observer: report)
    metrics.gauge("strata_ingest_waiting_messages", "Messages that wait for the disk.") {
      Double(pipeline.waitingMessages)
    }
    self.pipeline = pipeline
    endpoint = IngestEndpoint(
      directory: sources, rates: IngestRates(perKey: settings.ratePerKey, perAddress: settings.ratePerAddress),
      pipeline: pipeline)
    retention = RetentionService(profiles: profiles, clock: settings.clock, logger: logger)
    self.metrics = metrics
    clock = settings.clock
  }

  /// After the last request: what was taken goes to disk, then the log into the database.
  func close() async throws {
    await pipeline.flushAndStop()
    try await reads.run { [profiles] in try profiles.close() }
    await reads.shutdown()
  }
}
