import Dispatch
import EventIngest
import SegmentModel
import SegmentStore
import SegmentSync
import Synchronization
import TrackedPropertyStore

/// Fills a data directory once: people and what they did, segments, a webhook.
///
/// A run that was cut off is taken up by the next: people, times and message ids are the same again, so that what was
/// stored before counts as a duplicate.
struct DemoFilling {
  /// The setting that says how far it is: `filling` or `filled`, and the now that times are counted from.
  private static let setting = "demo"
  private static let batchMessages = 500

  let workspace: Workspace
  let port: Int

  func run(_ output: Output) throws {
    let known = try workspace.profiles.read { try $0.setting(Self.setting) }
    if let known, known.hasPrefix("filled") {
      output.note("The demo is already in \(workspace.directory.path): nothing was done.")
      return
    }
    let now = try begin(known)
    output.note(
      "Making \(DemoPeople.contacts) contacts with \(DemoPeople.events) events in \(workspace.directory.path) …")
    try writePeople(now)
    try DemoSegments.create(in: workspace.segments)
    try DemoWebhook(workspace: workspace).add(port: port)
    try mark("filled", now)
    let status = try workspace.profiles.read { try $0.status() }
    output.record([
      "directory": .string(workspace.directory.path), "contacts": .number(Double(status.contacts)),
      "companies": .number(Double(status.companies)), "events": .number(Double(status.events)),
      "segments": .number(Double(try workspace.store.read { try $0.segmentCount() })),
    ])
  }

  /// - Returns: the now that times are counted from.
  private func begin(_ known: String?) throws -> Instant {
    if let now = known?.split(separator: " ").last.flatMap({ Int64($0) }) { return Instant(milliseconds: now) }
    let status = try workspace.profiles.read { try $0.status() }
    guard status.contacts == 0 else {
      throw CommandFailure(
        .conflict,
        "\(workspace.directory.path) holds \(status.contacts) contacts that are not the demo's; name an empty "
          + "directory with --data.")
    }
    let now = workspace.clock.now
    try self.mark("filling", now)
    return now
  }

  private func mark(_ word: String, _ now: Instant) throws {
    _ = try workspace.profiles.write { try $0.set("\(word) \(now.milliseconds)", setting: Self.setting) }
  }

  private func writePeople(_ now: Instant) throws {
    let pipeline = IngestPipeline(log: workspace.profiles)
    var batch: [IngestItem] = []
    var people = DemoPeople(now: now)
    while let messages = people.next() {
      for message in messages {
        batch.append(IngestItem(index: batch.count, receivedAt: now, body: .null, content: .success(message)))
      }
      if batch.count >= Self.batchMessages {
        try submit(batch, to: pipeline)
        batch = []
      }
    }
    if !batch.isEmpty { try submit(batch, to: pipeline) }
  }

  /// Waits until the batch is on disk.
  private func submit(_ items: [IngestItem], to pipeline: IngestPipeline<ProfileDatabase>) throws {
    let answer = Mutex<Result<IngestOutcome, IngestRefusal>?>(nil)
    let done = DispatchSemaphore(value: 0)
    let batch = IngestBatch(writeKey: nil, items: items, isSingle: false, memory: 0)
    // No source: as of an import, whose word counts as a server's.
    pipeline.submit(batch, source: nil) { result in
      answer.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    switch answer.withLock({ $0 }) {
    case .success(let outcome):
      if let first = outcome.rejected.first {
        throw CommandFailure(.failed, "A message of the demo was not taken: \(first.rejection.message).")
      }
    case .failure(let refusal): throw CommandFailure(.unavailable, refusal.message)
    case nil: throw CommandFailure(.failed, "The messages of the demo were not answered.")
    }
  }
}
