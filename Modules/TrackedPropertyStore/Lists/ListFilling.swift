import SegmentModel

/// A list that is being made: it is seen when it has everyone. One that is given up goes after a day.
package struct ListFilling {
  private let id: Int64
  private let profiles: ProfileDatabase
  /// At most what one transaction takes.
  private var waiting: [Int64] = []

  init(of id: Int64, in profiles: ProfileDatabase) {
    self.id = id
    self.profiles = profiles
  }

  /// - Parameter contact: a row id; one that is merged meanwhile stands for the contact that it went into.
  package mutating func add(_ contact: Int64) throws {
    waiting.append(contact)
    guard waiting.count == Retention.rowsPerTransaction else { return }
    let took = try ContinuousClock().measure {
      _ = try profiles.write { transaction in
        _ = try transaction.add(waiting, toList: id)
        try transaction.keepHidden(id, now: profiles.clock.now)
      }
    }
    waiting.removeAll(keepingCapacity: true)
    ProfileDatabase.letOthersWrite(for: took)
  }

  /// Adds the last of them, and lets the list be seen.
  package func finish() throws -> ListRecord {
    _ = try profiles.write { transaction in
      _ = try transaction.add(waiting, toList: id)
      try transaction.showList(id)
    }
    guard let list = try profiles.read({ try $0.list(id) }) else { throw ProfileStoreError.listMissing(id) }
    return list
  }
}
