import SegmentModel

/// Lists of contacts. Each call writes in transactions of at most 1,000 rows and blocks until the last is on disk; a list
/// is seen only when it has everyone whom it is to have, and no more once its deletion has begun.
extension ProfileDatabase {
  /// Makes a list.
  /// - Parameter contacts: row ids; one that was merged meanwhile stands for the contact that it went into.
  /// - Throws: `ProfileStoreError.tooManyLists`.
  package func createList(named name: String, contacts: some Sequence<Int64>) throws -> ListRecord {
    var filling = try beginList(named: name)
    for contact in contacts { try filling.add(contact) }
    return try filling.finish()
  }

  /// Begins a list of contacts that are not known yet.
  /// - Throws: `ProfileStoreError.tooManyLists`.
  package func beginList(named name: String) throws -> ListFilling {
    try removeAbandonedLists()
    let id = try write { try $0.insertList(named: name, now: clock.now) }.value
    return ListFilling(of: id, in: self)
  }

  /// Puts contacts on a list, then takes others off it.
  /// - Returns: how many were not on it and are now, and how many were and are not.
  /// - Throws: `ProfileStoreError.listMissing`.
  package func changeList(
    _ id: Int64, adding: some Sequence<Int64>, removing: some Sequence<Int64>
  ) throws -> (added: Int, removed: Int) {
    var toAdd = adding.makeIterator()
    var toRemove = removing.makeIterator()
    var (added, removed) = (0, 0)
    try writeInSteps { transaction in
      try transaction.requireList(id)
      let new = toAdd.next(Retention.rowsPerTransaction)
      added += try transaction.add(new, toList: id)
      let room = Retention.rowsPerTransaction - new.count
      let old = toRemove.next(room)
      removed += try transaction.remove(old, fromList: id)
      return room == 0 || old.count == room
    }
    return (added, removed)
  }

  /// Deletes a list; its contacts stay.
  /// - Throws: `ProfileStoreError.listMissing`.
  package func deleteList(_ id: Int64) throws {
    _ = try write { try $0.hideList(id, now: clock.now) }
    try writeInSteps { try $0.continueEmptying(id) }
    try removeAbandonedLists()
  }

  private func removeAbandonedLists() throws {
    let abandoned = try read { [clock] in try $0.abandonedLists(now: clock.now) }
    for list in abandoned { try writeInSteps { try $0.continueEmptying(list) } }
  }
}

extension IteratorProtocol {
  /// The next elements, at most `count`.
  fileprivate mutating func next(_ count: Int) -> [Element] {
    var elements: [Element] = []
    while elements.count < count, let element = next() { elements.append(element) }
    return elements
  }
}
