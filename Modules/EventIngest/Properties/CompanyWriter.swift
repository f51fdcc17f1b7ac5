import SegmentModel

/// Writes the company that a message names.
struct CompanyWriter<Transaction: ProfileTransaction> {
  let transaction: Transaction
  let time: Instant
  let isTrusted: Bool

  /// - Returns: row id of the company.
  /// - Throws: `ProfileLimitError`.
  func write(_ traits: CompanyTraits) throws -> Int64 {
    guard let id = try transaction.company(groupID: traits.groupID) else {
      var record = CompanyRecord(createdAt: time, groupIDs: [traits.groupID])
      apply(traits, to: &record)
      return try transaction.insertCompany(record).id
    }
    guard let old = try transaction.loadCompany(id) else { throw StoreInconsistency.missingCompany(id) }
    var record = old
    apply(traits, to: &record)
    if record != old { try transaction.updateCompany(record) }
    return id
  }

  private func apply(_ traits: CompanyTraits, to record: inout CompanyRecord) {
    record.createdAt = min(record.createdAt, time)
    if isTrusted, let createdAt = traits.createdAt { record.createdAt = min(record.createdAt, createdAt) }
    for property in traits.properties {
      let effect = record.properties.write(property.value, to: property.name, at: time, isTrusted: isTrusted)
      if effect == .changed || effect == .repeated { record.modifiedAt = max(record.modifiedAt ?? time, time) }
    }
  }
}
