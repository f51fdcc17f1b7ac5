import SegmentIndex
import Synchronization
import TrackedPropertyStore

extension IndexedProfiles {
  /// Writes the index to its file, if it has taken in anything since it was last written. Blocks.
  ///
  /// After someone was erased nothing is written until the index has been built anew, which the next start does: what
  /// nobody has any more stays in it until then.
  /// - Parameter givesWay: to changes, else these may wait for a second.
  /// - Returns: false where it gave way, and the file is as it was.
  @discardableResult
  package func save(givesWay: Bool) -> Bool {
    saving.withLock { _ in saveAlone(givesWay) }
  }

  private func saveAlone(_ givesWay: Bool) -> Bool {
    let (index, isDue) = state.withLock { ($0.index, !$0.holdsErased && $0.position != $0.savedPosition) }
    guard let file, let index, isDue else { return true }
    let start = ContinuousClock.now
    do {
      try file.makeDirectory()
      let instance = try database.read { try $0.instance() }
      var position: Int64 = 0
      let isSaved = try index.save(to: file.path, instance: instance, givesWay: givesWay) {
        position = state.withLock(\.position)
        return position
      }
      guard isSaved else { return false }
      let holdsErased = state.withLock { state in
        state.savedPosition = position
        return state.holdsErased
      }
      if holdsErased { file.remove() }
      report(.saved(took: start.duration(to: .now)))
    } catch {
      report(.notSaved(why: error))
    }
    return true
  }

  /// Before the index is told of an erasure.
  func forgetFile() {
    // Whoever saves just now sees that afterwards.
    state.withLock { $0.holdsErased = true }
    file?.remove()
  }
}
