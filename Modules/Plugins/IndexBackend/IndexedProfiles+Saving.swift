import SegmentIndex
import Synchronization
import TrackedPropertyStore

extension IndexedProfiles {
  /// Writes the index to its file, if it has taken in anything since it was last written. Blocks.
  ///
  /// The file holds nothing that nobody has any more.
  /// - Parameter givesWay: to changes, else these may wait for a second.
  /// - Returns: false where it gave way, or someone was erased meanwhile: it is to be tried again.
  @discardableResult
  package func save(givesWay: Bool) -> Bool {
    saving.withLock { _ in saveAlone(givesWay) }
  }

  private func saveAlone(_ givesWay: Bool) -> Bool {
    let (index, isDue) = state.withLock { ($0.index, $0.position != $0.savedPosition) }
    guard let file, let index, isDue else { return true }
    let start = ContinuousClock.now
    do {
      try file.makeDirectory()
      let instance = try database.read { try $0.instance() }
      var (position, erasures) = (Int64(0), 0)
      let isSaved = try index.save(to: file.path, instance: instance, givesWay: givesWay) {
        (position, erasures) = state.withLock { ($0.position, $0.erasures) }
        return position
      }
      guard isSaved else { return false }
      let isCurrent = state.withLock { state in
        if state.erasures == erasures { state.savedPosition = position }
        return state.erasures == erasures
      }
      guard isCurrent else {
        file.remove()
        return false
      }
      report(.saved(took: start.duration(to: .now)))
    } catch {
      report(.notSaved(why: error))
    }
    return true
  }

  /// Once the index has been told of an erasure: what was written before holds who was erased.
  func forgetFile() {
    state.withLock { state in
      // Whoever saves just now sees that afterwards; whoever begins to only does so when the file is gone.
      state.erasures += 1
      state.savedPosition = nil
      file?.remove()
    }
  }
}
