import Dispatch
import SegmentModel
import SegmentStore
import Synchronization
import TestSupport
import Testing

@testable import SegmentSync

/// With the threads of the real thing; everything else drives the steps by hand.
@Suite struct LiveSegmentsTests {
  private let directory: TemporaryDirectory
  private let profiles = MemoryProfiles()
  private let store: SegmentStore

  init() throws {
    directory = try TemporaryDirectory()
    store = try SegmentStore(path: directory.path(of: "segments.sqlite"))
  }

  /// Waits, off the cooperative pool, for messages until one fits.
  private func first(
    _ messages: AsyncStream<RecordingDestination.Sent>, where fits: (RecordingDestination.Sent) -> Bool
  ) async -> RecordingDestination.Sent? {
    for await sent in messages where fits(sent) { return sent }
    return nil
  }

  private func stop(_ live: LiveSegments) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        live.stop()
        continuation.resume()
      }
    }
  }

  @Test(.timeLimit(.minutes(2))) func aChangeReachesTheEndpointByItself() async throws {
    let destination = RecordingDestination()
    let (messages, told) = AsyncStream<RecordingDestination.Sent>.makeStream()
    destination.answer { sent in
      told.yield(sent)
      return .status(200)
    }
    let live = LiveSegments(store: store, profiles: profiles, destination: destination)
    // As another process would write: nobody is poked.
    let service = SegmentService(store: store, profiles: profiles, standing: live.standing)
    let segment = try service.create([
      "name": "gold", "contentType": "contact", "filter": .property("plan", "equals", "gold"),
    ])
    _ = try service.createWebhook(["url": "https://example.com", "minInterval": 0])
    _ = await first(messages) { $0.type == "segment.members.reset" }
    let contact = profiles.contact()
    profiles.set(contact, "plan", .text("gold"))
    let count = await first(messages) { $0.type == "segment.count.updated" && $0.data["count"] == 1 }
    #expect(count?.segment == segment.id)
    #expect(try service.count(of: segment.id).count == 1)
    #expect(live.standing.caughtUpAt != nil)
    await stop(live)
  }

  @Test(.timeLimit(.minutes(2))) func eachCommitRings() async throws {
    let live = LiveSegments(store: store, profiles: profiles, destination: RecordingDestination())
    let (rings, rung) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    live.commits.listen { rung.yield() }
    let service = SegmentService(store: store, profiles: profiles, standing: live.standing)
    let segment = try service.create(["name": "all", "contentType": "contact", "filter": .everyone])
    for contacts in 0..<3 {
      for await _ in rings where try service.count(of: segment.id).count == Int64(contacts) { break }
      profiles.contact()
    }
    #expect(try service.counts().segments.map(\.id) == [segment.id])
    await stop(live)
  }

  @Test(.timeLimit(.minutes(2))) func whatComesInWhileItStopsIsRecorded() async throws {
    let destination = RecordingDestination(answering: nil)
    let (messages, told) = AsyncStream<RecordingDestination.Sent>.makeStream()
    destination.answer { sent in
      told.yield(sent)
      return nil
    }
    let live = LiveSegments(store: store, profiles: profiles, destination: destination)
    let service = SegmentService(store: store, profiles: profiles)
    let endpoint = try service.createWebhook(["url": "https://example.com"])
    let id = try service.testWebhook(endpoint.id)
    _ = await first(messages) { $0.id == id }
    destination.answersAtShutDown(.status(204))
    await stop(live)
    #expect(try service.deliveries(of: endpoint.id).map(\.status) == [204])
    #expect(try store.read { try $0.messages(of: endpoint.row, limit: 9) } == [])
  }

  @Test(.timeLimit(.minutes(2))) func aStepThatFailsIsReportedAndTakenAgain() async throws {
    let (notices, told) = AsyncStream<SyncNotice>.makeStream()
    let service = SegmentService(store: store, profiles: profiles)
    let segment = try service.create(["name": "all", "contentType": "contact", "filter": .everyone])
    let live = LiveSegments(
      store: store, profiles: profiles, destination: RecordingDestination(), report: { told.yield($0) })
    for await notice in notices {
      if case .built = notice { break }
    }
    profiles.failAtPublicIDs(true)
    profiles.contact()
    for await notice in notices {
      if case .stepFailed(let error) = notice {
        #expect(error is MemoryProfiles.CutOff)
        break
      }
    }
    profiles.failAtPublicIDs(false)
    live.poke()
    await stop(live)
    // The step that was taken after the poke, or the next one of a new follower, makes up for it.
    let follower = SegmentFollower(store: store, profiles: profiles, clock: SystemClock())
    while try follower.step().isMore {}
    #expect(try service.count(of: segment.id).count == 1)
    #expect(try service.changes(of: segment.id).changes.map(\.change) == [1])
  }
}
