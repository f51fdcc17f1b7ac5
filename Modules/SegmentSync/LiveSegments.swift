package import SegmentModel
package import SegmentStore

/// Keeps members and counts right and tells endpoints of them, on two threads of its own: one follows the profiles,
/// one sends. A data directory has one running at a time.
package final class LiveSegments: Sendable {
  /// Milliseconds between two looks at whether somebody has written, where nobody rings.
  static let pollInterval: Int64 = 10
  /// The same once nothing has happened in so many looks: each wakes a sleeping core, for nothing.
  static let idlePollInterval: Int64 = 80
  static let looksBeforeIdle = 8
  /// Milliseconds before a turn that failed is taken again.
  static let pauseAfterError: Int64 = 1000

  package let standing = SyncStanding()
  package let commits = CommitBell()
  private let following = LoopThread()
  private let delivering = LoopThread()
  private let destination: any Destination

  /// - Parameters:
  ///   - source: says where messages come from, in formats that name it.
  ///   - report: called on the threads of this value; must not block.
  package init(
    store: SegmentStore, profiles: any ProfileSnapshots, destination: any Destination,
    clock: any WallClock = SystemClock(), limits: FollowerLimits = FollowerLimits(), source: String = "urn:strata",
    report: @escaping @Sendable (SyncNotice) -> Void = { _ in }
  ) {
    self.destination = destination
    following.start(name: "segments") { [standing, commits, delivering] in
      profiles.load()
      let follower = SegmentFollower(
        store: store, profiles: profiles, clock: clock, limits: limits, standing: standing, report: report)
      var looks = 0
      return {
        let pause = Self.followingTurn(follower, standing, commits, delivering, report)
        looks = pause == nil ? looks + 1 : 0
        return pause ?? (looks < Self.looksBeforeIdle ? Self.pollInterval : Self.idlePollInterval)
      }
    }
    delivering.start(name: "outbox", takesLastTurn: true) { [delivering] in
      let sender = OutboxSender(
        store: store, profiles: profiles, destination: destination, clock: clock, source: source, report: report,
        onCompletion: { [weak delivering] in delivering?.ring() })
      return { Self.deliveringTurn(sender, clock, report) }
    }
  }

  /// Somebody in this process has written: look at once.
  package func poke() {
    following.ring()
    delivering.ring()
  }

  /// Ends what is under way: the step, then the messages in flight, whose results are still recorded. Blocks; once.
  package func stop() {
    following.stop()
    destination.shutDown()
    delivering.stop()
  }

  /// - Returns: milliseconds until the next turn; nil where nothing has happened.
  private static func followingTurn(
    _ follower: SegmentFollower, _ standing: SyncStanding, _ commits: CommitBell, _ delivering: LoopThread,
    _ report: (SyncNotice) -> Void
  ) -> Int64? {
    do {
      let step = try follower.step()
      // What a step has committed itself is seen by the next one.
      if step.sawWrites { commits.ring() }
      if step.hasMessages || step.sawWrites { delivering.ring() }
      if step.isMore { return 0 }
      standing.setCaughtUp(at: step.now)
      return step.isIdle ? nil : pollInterval
    } catch {
      report(.stepFailed(error))
      return pauseAfterError
    }
  }

  private static func deliveringTurn(
    _ sender: OutboxSender, _ clock: any WallClock, _ report: (SyncNotice) -> Void
  ) -> Int64 {
    do {
      guard let next = try sender.step() else { return 60_000 }
      return min(max(next.milliseconds - clock.now.milliseconds, 1), 60_000)
    } catch {
      report(.deliveryFailed(error))
      return pauseAfterError
    }
  }
}
