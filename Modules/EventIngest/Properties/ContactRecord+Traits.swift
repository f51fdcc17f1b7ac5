import SegmentModel

extension ContactRecord {
  /// Sets what an identify or a row of an import says.
  mutating func apply(_ traits: ContactTraits, tracked: [NamedValue], at time: Instant, isTrusted: Bool) {
    var writes = false
    for property in traits.properties {
      let effect = properties.write(property.value, to: property.name, at: time, isTrusted: isTrusted)
      writes = writes || effect == .changed || effect == .repeated
    }
    for property in tracked where !property.name.isEmpty {
      let effect = self.tracked.write(property.value, to: property.name, at: time, isTrusted: isTrusted)
      writes = writes || effect == .changed || effect == .repeated
    }
    if writes { noteWrite(at: isTrusted ? traits.modifiedAt ?? time : time) }
    if isTrusted { applyDeclared(traits, at: time) }
  }

  /// The columns that no browser sets; `state` is settled with the identifiers.
  private mutating func applyDeclared(_ traits: ContactTraits, at time: Instant) {
    if let created = traits.createdAt { createdAt = min(createdAt, created) }
    if let modified = traits.modifiedAt { noteWrite(at: modified) }
    if let seen = traits.lastSeenAt { lastSeenAt = max(lastSeenAt ?? seen, seen) }
    if let sessions = traits.sessionCount, isLatestDeclaration(of: "sessionCount", at: time) { sessionCount = sessions }
  }

  /// Whether a reader would see a difference, times of writes aside.
  func differsInValues(from other: ContactRecord) -> Bool {
    state != other.state || createdAt != other.createdAt || lastSeenAt != other.lastSeenAt
      || sessionCount != other.sessionCount || identifiers != other.identifiers
      || properties.differsInValues(from: other.properties) || tracked.differsInValues(from: other.tracked)
  }
}

extension [ExactText: StoredValue] {
  /// Times of writes aside.
  func differsInValues(from other: [ExactText: StoredValue]) -> Bool {
    count != other.count || contains { other[$0.key]?.value != $0.value.value }
  }
}
