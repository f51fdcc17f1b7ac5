package import SegmentModel

/// A change of a property that depends on the value which stands. It is worked out within the transaction that writes
/// it, so that no two of them see the same old value.
package struct PropertyUpdate: Sendable, Equatable {
  package enum Operation: Sendable, Equatable {
    /// Sets it where it is not set.
    case setOnce(Value)
    /// Adds to its number, or to 0.
    case add(Double)
    /// Puts elements at the end of its list.
    case append([Scalar])
    /// Puts at the end of its list those that are not in it.
    case union([Scalar])
    /// Takes every element equal to one of these out of its list.
    case remove([Scalar])
  }

  /// Elements of a list beyond which nothing is added.
  package static let maximumElements = 1000
  /// Bytes of the texts of a list beyond which nothing is added.
  package static let maximumTextBytes = 32 * 1024

  /// As it is stored by.
  package var name: String
  package var operation: Operation

  package init(_ name: String, _ operation: Operation) {
    self.name = name
    self.operation = operation
  }

  var isSetOnce: Bool {
    if case .setOnce = operation { true } else { false }
  }

  /// The value that follows; nil where the last element is gone.
  /// - Throws: `Rejection` where the old value does not let itself be changed so.
  fileprivate func value(after old: Value?) throws(Rejection) -> Value? {
    switch operation {
    case .setOnce(let value): return old ?? value
    case .add(let amount):
      let sum = try number(old) + amount
      guard sum.isFinite else { throw Rejection(.notANumber, "\"\(name)\" would be beyond every number") }
      return .number(sum)
    case .append(let new): return try list((old?.elements ?? []) + new)
    case .union(let new):
      var all = old?.elements ?? []
      for element in new where !all.contains(element) { all.append(element) }
      return try list(all)
    case .remove(let gone):
      guard let old else { return nil }
      let rest = old.elements.filter { !gone.contains($0) }
      if rest.count == old.elements.count { return old }
      return rest.isEmpty ? nil : .list(rest)
    }
  }

  private func number(_ old: Value?) throws(Rejection) -> Double {
    guard let old else { return 0 }
    if case .scalar(let scalar) = old, let number = scalar.numberView { return number }
    throw Rejection(.notANumber, "\"\(name)\" is no number, so nothing can be added to it")
  }

  /// A boolean that stood alone is no element of a list.
  private func list(_ elements: [Scalar]) throws(Rejection) -> Value? {
    var bytes = 0
    let kept = elements.filter { element in
      if case .text(let text) = element { bytes += text.utf8.count }
      if case .boolean = element { return false }
      return true
    }
    guard kept.count <= Self.maximumElements, bytes <= Self.maximumTextBytes else {
      throw Rejection(
        .listTooLong,
        "the list \"\(name)\" holds at most \(Self.maximumElements) elements and \(Self.maximumTextBytes) bytes")
    }
    return kept.isEmpty ? nil : .list(kept)
  }
}

extension [ExactText: StoredValue] {
  /// Changes a property as it stands.
  ///
  /// These writes follow one another as they arrive, whatever their times, but for two: one from before the removal of
  /// the property changes nothing, and of values set once the earliest stands. To that end such a value bears its
  /// time mirrored at 1970: any ordinary write is later, and so is the value of an earlier message. So does a list of
  /// which the last element was taken, which is no removal of the property: another update goes on from it.
  /// - Throws: `Rejection` where the old value does not let itself be changed so.
  mutating func apply(
    _ update: PropertyUpdate, at time: Instant, isTrusted: Bool
  ) throws(Rejection) -> WriteEffect {
    let time = time.ofWrite
    let old = self[ExactText(update.name)]
    if let old, old.isRemoved, old.time > time { return .superseded }
    if !isTrusted, old?.isTrusted == true { return .refused }
    guard case .setOnce(let value) = update.operation else {
      let value = try update.value(after: old?.value)
      let latest = old.map { $0.isSetOnce ? time : Swift.max($0.writtenAt, time) } ?? time
      if value == nil, old?.value == nil { return .superseded }
      return put(
        value, to: update.name, at: value == nil ? Self.mirrored(latest) : latest, isTrusted: isTrusted)
    }
    guard takesSetOnce(update.name, at: time) else { return .superseded }
    let isUnset = old.map { $0.value == nil } ?? false
    return put(value, to: update.name, at: isUnset ? time : Self.mirrored(time), isTrusted: isTrusted)
  }

  /// Whether a value of that time, set once, would stand.
  func takesSetOnce(_ name: String, at time: Instant) -> Bool {
    guard let old = self[ExactText(name)] else { return true }
    if old.value == nil { return old.writtenAt <= time.ofWrite }
    return old.isSetOnce && Self.mirrored(time.ofWrite) > old.time
  }

  private static func mirrored(_ time: Instant) -> Instant { Instant(milliseconds: -Swift.max(time.milliseconds, 1)) }
}

extension StoredValue {
  /// When it was written, whatever that counts for: of an emptied list its time is mirrored.
  var writtenAt: Instant {
    value == nil && time.milliseconds < 0 ? Instant(milliseconds: -time.milliseconds) : time
  }

  fileprivate var isSetOnce: Bool { value != nil && time.milliseconds < 0 }

  /// An emptied list is none.
  fileprivate var isRemoved: Bool { value == nil && time.milliseconds >= 0 }
}
