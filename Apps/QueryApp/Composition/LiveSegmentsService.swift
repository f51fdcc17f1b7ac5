import Foundation
import IndexBackend
import SegmentSync
import ServiceLifecycle
import StrataService

/// The live segments as a part of the server's life: ready once they have caught up, stopped after the last request.
struct LiveSegmentsService: Service {
  /// The name in `/readyz`.
  static let part = "segments"

  let live: LiveSegments
  let index: IndexedProfiles
  let readiness: Readiness

  func run() async throws {
    // Ends by graceful shutdown or, where another part has failed, by cancellation; the threads are stopped either way.
    try? await cancelWhenGracefulShutdown {
      while live.standing.caughtUpAt == nil {
        if case .loading(let progress) = index.standing { readiness.report(Self.part, .building(progress: progress)) }
        try await Task.sleep(for: .milliseconds(5))
      }
      readiness.report(Self.part, .ready)
      try await gracefulShutdown()
    }
    // Waits for the step and the messages in flight, which no thread of the cooperative pool may do.
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        index.stop()
        live.stop()
        continuation.resume()
      }
    }
  }
}
