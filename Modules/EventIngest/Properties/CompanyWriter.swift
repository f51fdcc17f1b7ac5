import SegmentModel

/// Writes companies that messages, imports and people name.
struct CompanyWriter<Transaction: ProfileTransaction> {
  let transaction: Transaction
  let time: Instant
  let isTrusted: Bool
  /// What could not be done to the values that stand.
  private(set) var warnings: [Rejection] = []
  /// What was done to the companies together: created where any was.
  private(set) var effect = RecordEffect.unchanged

  init(transaction: Transaction, time: Instant, isTrusted: Bool) {
    self.transaction = transaction
    self.time = time
    self.isTrusted = isTrusted
  }

  /// Writes the company that bears the group id; a new one where none does.
  /// - Returns: row id of the company.
  /// - Throws: `ProfileLimitError`.
  mutating func write(_ traits: CompanyTraits) throws -> Int64 {
    if let id = try transaction.company(groupID: traits.groupID) {
      if try write(traits.content, to: id) == .changed, effect == .unchanged { effect = .changed }
      return id
    }
    return try insert(traits.content, named: [traits.groupID])
  }

  /// - Returns: row id of the new company.
  mutating func insert(_ content: CompanyProperties, named groupIDs: [String]) throws -> Int64 {
    var record = CompanyRecord(createdAt: time, groupIDs: groupIDs)
    apply(content, to: &record)
    effect = .created
    return try transaction.insertCompany(record).id
  }

  /// - Throws: `ProfileLimitError`; `StoreInconsistency` where there is no such company.
  /// - Parameter groupIDs: further ones that nobody else bears.
  mutating func write(
    _ content: CompanyProperties, to id: Int64, alsoNamed groupIDs: [String] = []
  ) throws -> RecordEffect {
    guard let old = try transaction.loadCompany(id) else { throw StoreInconsistency.missingCompany(id) }
    var record = old
    apply(content, to: &record)
    record.groupIDs += groupIDs.filter { !old.groupIDs.contains($0) }
    if record != old { try transaction.updateCompany(record) }
    let isSame = record.createdAt == old.createdAt && record.groupIDs == old.groupIDs
    return isSame && !record.properties.differsInValues(from: old.properties) ? .unchanged : .changed
  }

  private mutating func apply(_ content: CompanyProperties, to record: inout CompanyRecord) {
    record.createdAt = min(record.createdAt, time)
    if isTrusted, let createdAt = content.createdAt { record.createdAt = min(record.createdAt, createdAt) }
    for property in content.values {
      let effect = record.properties.write(property.value, to: property.name, at: time, isTrusted: isTrusted)
      note(effect, in: &record)
    }
    for update in content.updates {
      do throws(Rejection) {
        note(try record.properties.apply(update, at: time, isTrusted: isTrusted), in: &record)
      } catch {
        warnings.append(error)
      }
    }
  }

  private func note(_ effect: WriteEffect, in record: inout CompanyRecord) {
    if effect == .changed || effect == .repeated { record.modifiedAt = max(record.modifiedAt ?? time, time) }
  }
}
