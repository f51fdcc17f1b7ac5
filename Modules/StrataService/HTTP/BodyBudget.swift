import Synchronization

/// The memory that the bodies of all requests in hand may take together, with what is read out of them.
///
/// The last quarter is left to small requests, so that a few that send much, and slowly, do not shut out everyone else;
/// and the bodies that are on their way from one sender take an eighth at most.
final class BodyBudget: Sendable {
  /// Bytes that one request may take of the last quarter too.
  static let smallRequest = 64 << 10

  /// Bytes.
  private let limit: Int
  private let held = Mutex(Held())

  private struct Held {
    var bytes = 0
    /// Those of them that are on their way, by sender: of the senders that have some, of which each has a connection.
    var arriving: [String: Int] = [:]
  }

  /// Bytes that are taken now.
  var taken: Int { held.withLock { $0.bytes } }

  /// Senders of bodies that are on their way.
  var senders: Int { held.withLock { $0.arriving.count } }

  init(limit: Int) {
    self.limit = limit
  }

  /// - Parameters:
  ///   - total: bytes that the request then has.
  ///   - sender: whose part they count in; nil for nobody's.
  /// - Returns: whether there was room.
  fileprivate func take(_ bytes: Int, total: Int, from sender: String?) -> Bool {
    let room = total > Self.smallRequest ? limit / 4 * 3 : limit
    return held.withLock { held in
      guard bytes <= room - held.bytes else { return false }
      if let sender {
        let arriving = held.arriving[sender, default: 0]
        guard bytes <= limit / 8 - arriving else { return false }
        held.arriving[sender] = arriving + bytes
      }
      held.bytes += bytes
      return true
    }
  }

  /// The bytes are not on their way any more.
  fileprivate func leave(_ bytes: Int, of sender: String) {
    held.withLock { held in
      let rest = held.arriving[sender, default: 0] - bytes
      held.arriving[sender] = rest > 0 ? rest : nil
    }
  }

  fileprivate func giveBack(_ bytes: Int) { held.withLock { $0.bytes -= bytes } }
}

/// What one request has taken of the budget, until it is answered.
package final class BodyShare: Sendable {
  /// Of the request that is being answered; nil where nothing is counted.
  @TaskLocal package static var current: BodyShare?

  /// All that there is, or all that the sender may have of it, has been taken by other requests.
  package struct Exhausted: Error {}

  private let budget: BodyBudget
  private let held = Mutex(Held())

  private struct Held {
    var bytes = 0
    var sender: String?
    /// Bytes that count in the sender's part.
    var arriving = 0
  }

  init(of budget: BodyBudget) {
    self.budget = budget
  }

  /// What is taken from now on counts in the part of one sender, until the body has arrived.
  package func count(for sender: String) { held.withLock { $0.sender = sender } }

  /// The body is there.
  func arrive() { held.withLock { leave(&$0) } }

  /// - Throws: `Exhausted`; then nothing more is taken.
  package func take(_ bytes: Int) throws(Exhausted) {
    let isTaken = held.withLock { held in
      guard budget.take(bytes, total: held.bytes + bytes, from: held.sender) else { return false }
      held.bytes += bytes
      if held.sender != nil { held.arriving += bytes }
      return true
    }
    if !isTaken { throw Exhausted() }
  }

  func giveBack() {
    held.withLock { held in
      leave(&held)
      budget.giveBack(held.bytes)
      held.bytes = 0
    }
  }

  private func leave(_ held: inout Held) {
    if let sender = held.sender, held.arriving > 0 { budget.leave(held.arriving, of: sender) }
    (held.sender, held.arriving) = (nil, 0)
  }
}
