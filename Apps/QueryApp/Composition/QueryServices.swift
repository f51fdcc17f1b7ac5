import CurlDestination
import FilterCompiler
import IndexBackend
import Logging
import NIOCore
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// The composition root of everything behind the HTTP side: data directory, stores, backend, the live segments and
/// their webhooks. Controllers use it through `read`, `write` and `evaluate`, which run on threads that may block.
struct QueryServices: Sendable {
  let settings: QuerySettings
  let clock: any WallClock
  let profiles: ProfileDatabase
  let backend: SQLiteBackend
  let index: IndexedProfiles
  let store: SegmentStore
  let live: LiveSegments
  let segments: SegmentService
  /// For `Strata-Min-Position`.
  let positions: PositionGate
  /// Of counts, for the page.
  let streams = CountStreams()
  let readiness: Readiness
  let metrics: Metrics
  let authenticator: Authenticator

  private let counts: UntilWritten<String, SegmentCount>
  /// What looks something up: a millisecond or a few.
  private let reads = BlockingExecutor(name: "read", threads: 4, queueLimit: 1024)
  /// What waits for the lock of a file, up to some seconds.
  private let writes = BlockingExecutor(name: "write", threads: 2, queueLimit: 256)
  /// What deletes much, in many small transactions: one after the other, so that nobody else waits for it.
  private let erasures = BlockingExecutor(name: "erase", threads: 1, queueLimit: 32)
  /// What scans everyone: the processors set how many at once.
  private let evaluations = BlockingExecutor(name: "evaluate", threads: 2, queueLimit: 32)

  /// Opens the data directory and starts the threads of the live segments. Blocks.
  /// - Throws: `DataDirectoryError` where another query server has the directory, or it cannot be used;
  ///   `ProfileStoreError`, `SegmentStoreError`, `AdminTokenError`.
  init(_ settings: QuerySettings, metrics: Metrics = Metrics(), logger: Logger) throws {
    let directory = try DataDirectory(path: settings.directory)
    try directory.claimRole(ServerProgram.query.rawValue)
    profiles = try ProfileDatabase(in: directory, clock: settings.clock, patience: settings.lockPatience) {
      ViewFunctions.register(on: $0)
    }
    store = try Self.openSegments(in: directory)
    try store.write { try $0.releaseUnansweredKeys() }
    if try AdminToken.makeIfMissing(at: directory.file(AdminToken.fileName), in: store, now: settings.clock.now) {
      logger.notice("an admin token was made", metadata: ["file": "\(AdminToken.fileName)"])
    }
    backend = SQLiteBackend(profiles: profiles)
    let indexReport = IndexReport(logger: logger)
    index = IndexedProfiles(
      profiles, memoryLimit: settings.indexMemory, threads: settings.evaluationThreads,
      file: SavedIndex(path: directory.indexFolder + "/live.index")
    ) { indexReport.note($0) }
    let following = ProfileFollowing(profiles: index, doorbell: try profiles.makeDoorbell())
    let addresses = AddressPolicy(allowPrivateAddresses: settings.allowsPrivateWebhooks)
    var curl = CurlSettings()
    curl.addresses = addresses
    let report = SyncReport(metrics: metrics, logger: logger)
    live = LiveSegments(
      store: store, profiles: following, destination: try CurlDestination(settings: curl, clock: settings.clock),
      clock: settings.clock, source: settings.publicURL?.description ?? "urn:strata", report: { report.note($0) })
    segments = SegmentService(
      store: store, profiles: following, clock: settings.clock, standing: live.standing,
      urlProblem: { WebhookURL.problem($0, addresses: addresses)?.sentence })
    positions = PositionGate(
      patience: settings.patience, position: { [segments] in try segments.position() }, poke: { [live] in live.poke() },
      executor: reads)
    live.commits.listen { [streams] in streams.ring() }
    readiness = Readiness(waitingFor: [LiveSegmentsService.part])
    authenticator = Authenticator(store: store, clock: settings.clock, executor: reads)
    counts = UntilWritten(store)
    self.metrics = metrics
    self.settings = settings
    clock = settings.clock
  }

  private static func openSegments(in directory: DataDirectory) throws -> SegmentStore {
    let path = directory.file("segments.sqlite")
    try directory.bringUpToDate(
      store: "segments",
      state: {
        switch try SegmentSchema.state(at: path) {
        case .absent: .absent
        case .current: .current
        case .older: .older
        }
      }, migrate: { try SegmentSchema.migrate(at: path) })
    return try SegmentStore(path: path)
  }

  /// Looks something up.
  func read<T: Sendable>(_ body: @escaping @Sendable (QueryServices) throws -> T) async throws -> T {
    try await reads.run { try body(self) }
  }

  /// Members of a segment, as committed.
  /// - Throws: `ServiceError.notFound`.
  func count(of id: String) async throws -> SegmentCount {
    // Before the count: one that is committed later is not as of then.
    let caughtUpAt = live.standing.caughtUpAt
    let count = try await counts.answer(to: id) { try await read { try $0.segments.count(of: id) } }
    guard var count else { throw ServiceError.notFound(id) }
    count.asOf = max(count.asOf, caughtUpAt ?? count.asOf)
    return count
  }

  /// Writes something; the live segments look at it at once.
  func write<T: Sendable>(_ body: @escaping @Sendable (QueryServices) throws -> T) async throws -> T {
    let result = try await writes.run { try body(self) }
    live.poke()
    return result
  }

  /// Deletes much; the live segments look at it at once.
  func erase<T: Sendable>(_ body: @escaping @Sendable (QueryServices) throws -> T) async throws -> T {
    let result = try await erasures.run { try body(self) }
    live.poke()
    return result
  }

  /// Scans everyone.
  func evaluate<T: Sendable>(_ body: @escaping @Sendable (QueryServices) throws -> T) async throws -> T {
    try await evaluations.run { try body(self) }
  }

  /// Scans everyone for the client of a request; given up when the client goes, and when the server stops.
  /// - Parameter body: asks on any thread, often, whether it is cancelled, and then throws `CancellationError`.
  func evaluate<T: Sendable>(
    for context: QueryContext,
    _ body: @escaping @Sendable (_ services: QueryServices, _ isCancelled: @escaping @Sendable () -> Bool) throws -> T
  ) async throws -> T {
    do {
      return try await context.channel.untilDeparture {
        try await evaluations.run { isCancelled in
          try body(self) { settings.askEvaluation { isCancelled() || readiness.isStopping } }
        }
      }
    } catch is CancellationError where !readiness.isStopping {
      throw Problem.clientGone
    }
  }

  /// The live now: time as committed never goes back. Blocks.
  func now() throws -> Instant { max(clock.now, try store.read { try $0.service().now }) }

  /// A segment with its words and warnings. Blocks.
  func answer(_ segment: StoredSegment, usedBy users: [SegmentName]) throws -> SegmentAnswer {
    let said = try said(of: [segment.definition])
    return SegmentAnswer(segment, usedBy: users, words: said.words.joined(), warnings: said.warnings.flatMap(\.self))
  }

  /// Each segment with its words and warnings. Blocks.
  func answers(_ page: SegmentsPage) throws -> [SegmentAnswer] {
    let said = try said(of: page.segments.map(\.definition))
    return zip(page.segments, zip(said.words, said.warnings)).map { segment, said in
      SegmentAnswer(segment, usedBy: page.users[segment.id] ?? [], words: said.0, warnings: said.1)
    }
  }

  /// What a reader of filters says of definitions.
  /// - Parameter now: nil for the live now.
  func said(
    of definitions: [SegmentDefinition], at now: Instant? = nil
  ) throws -> (words: [String], warnings: [[JSONValue]]) {
    let zone = try segments.compilerInputs().zone
    let now = try now ?? self.now()
    let (labels, warnings) = try profiles.read { profiles in
      let catalog = ProfileCatalog(profiles)
      let warnings = try definitions.map { definition in
        try FilterWarnings.all(of: definition, facts: catalog, workspaceZone: zone, now: now).map(\.json)
      }
      return (try catalog.labels(), warnings)
    }
    return (try segments.words(of: definitions, labels: labels, at: now), warnings)
  }

  var sameOrigin: SameOriginRule { SameOriginRule(publicURL: settings.publicURL) }

  var idempotency: IdempotencyMiddleware { IdempotencyMiddleware(store: store, clock: clock, executor: writes) }

  var signIn: SignIn { SignIn(store: store, clock: clock) }

  /// After the last request, and after the live segments have stopped.
  func close() async throws {
    await erasures.shutdown()
    try await writes.run { [store, profiles] in
      try store.checkpoint()
      try profiles.close()
    }
    await evaluations.shutdown()
    await reads.shutdown()
    await writes.shutdown()
  }
}
