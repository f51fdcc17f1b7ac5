import Synchronization

/// Scratch arrays that runs leave for those after them: to clear memory is cheaper than to have it anew.
final class ScratchPool: Sendable {
  /// As many as run at once are kept, and no more than this.
  private static let most = 4

  private let free = Mutex<[Scratch]>([])

  func take() -> Scratch { free.withLock { $0.popLast() } ?? Scratch() }

  func giveBack(_ scratch: Scratch) {
    free.withLock { if $0.count < Self.most { $0.append(scratch) } }
  }
}
