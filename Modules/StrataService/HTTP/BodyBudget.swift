import Synchronization

/// The memory that the bodies of all requests in hand may take together, with what is read out of them.
///
/// The last quarter is left to small requests, so that a few that send much, and slowly, do not shut out everyone else.
final class BodyBudget: Sendable {
  /// Bytes that one request may take of the last quarter too.
  static let smallRequest = 64 << 10

  /// Bytes.
  private let limit: Int
  private let held = Mutex(0)

  /// Bytes that are taken now.
  var taken: Int { held.withLock { $0 } }

  init(limit: Int) {
    self.limit = limit
  }

  /// - Parameter total: bytes that the request then has.
  /// - Returns: whether there was room.
  fileprivate func take(_ bytes: Int, total: Int) -> Bool {
    let room = total > Self.smallRequest ? limit / 4 * 3 : limit
    return held.withLock { held in
      guard bytes <= room - held else { return false }
      held += bytes
      return true
    }
  }

  fileprivate func giveBack(_ bytes: Int) { held.withLock { $0 -= bytes } }
}

/// What one request has taken of the budget, until it is answered.
package final class BodyShare: Sendable {
  /// Of the request that is being answered; nil where nothing is counted.
  @TaskLocal package static var current: BodyShare?

  /// All that there is has been taken by other requests.
  package struct Exhausted: Error {}

  private let budget: BodyBudget
  private let held = Mutex(0)

  init(of budget: BodyBudget) {
    self.budget = budget
  }

  /// - Throws: `Exhausted`; then nothing more is taken.
  package func take(_ bytes: Int) throws(Exhausted) {
    let isTaken = held.withLock { held in
      guard budget.take(bytes, total: held + bytes) else { return false }
      held += bytes
      return true
    }
    if !isTaken { throw Exhausted() }
  }

  func giveBack() {
    held.withLock { held in
      budget.giveBack(held)
      held = 0
    }
  }
}
