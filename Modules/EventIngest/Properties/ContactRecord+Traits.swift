import SegmentModel

extension ContactRecord {
  /// Sets what an identify or a row of an import says.
  /// - Returns: what could not be done to the values that stand.
  mutating func apply(
    _ traits: ContactTraits, tracked: [NamedValue], at time: Instant, isTrusted: Bool
  ) -> [Rejection] {
    var writes = false
    var warnings: [Rejection] = []
    for property in traits.properties {
      let effect = properties.write(property.value, to: property.name, at: time, isTrusted: isTrusted)
      writes = writes || effect == .changed || effect == .repeated
    }
    for update in traits.updates {
      do throws(Rejection) {
        let effect = try properties.apply(update, at: time, isTrusted: isTrusted)
        writes = writes || effect == .changed || effect == .repeated
      } catch {
        warnings.append(error)
      }
    }
    for property in tracked where !property.name.isEmpty {
      let effect = self.tracked.write(property.value, to: property.name, at: time, isTrusted: isTrusted)
      writes = writes || effect == .changed || effect == .repeated
    }
    if writes { noteWrite(at: isTrusted ? traits.modifiedAt ?? time : time) }
    if isTrusted { applyDeclared(traits, at: time) }
    return warnings
  }

  /// The columns that no browser sets; `state` is settled with the identifiers.
  private mutating func applyDeclared(_ traits: ContactTraits, at time: Instant) {
    if let created = traits.createdAt { createdAt = min(createdAt, created) }
    if let modified = traits.modifiedAt { noteWrite(at: modified) }
    if let seen = traits.lastSeenAt { lastSeenAt = max(lastSeenAt ?? seen, seen) }
    if let sessions = traits.sessionCount, isLatestDeclaration(of: "sessionCount", at: time) { sessionCount = sessions }
  }

  /// Whether an identifier of this kind would be stored, if traits set it once.
  func takesSetOnce(_ kind: Identifier.Kind, of traits: ContactTraits, at time: Instant) -> Bool {
    guard let name = ContactTraits.property(of: kind) else { return true }
    var properties = properties
    // They may unset it first.
    for write in traits.properties where ExactText(write.name) == ExactText(name) {
      _ = properties.write(write.value, to: name, at: time, isTrusted: true)
    }
    return properties.takesSetOnce(name, at: time)
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
    contains { other[$0.key]?.value != $0.value.value } || other.contains { self[$0.key]?.value != $0.value.value }
  }
}
