import SegmentModel

/// What came of one write of a property.
enum WriteEffect: Sendable, Equatable {
  /// A browser may not do this.
  case refused
  /// There is a later write.
  case superseded
  /// Again what was there, at a later time.
  case repeated
  case changed
}

extension [ExactText: StoredValue] {
  /// Writes a property or a tracked property.
  ///
  /// The write with the later time wins, at equal times the one that arrived later; a removal is a write and keeps
  /// its time. A browser never unsets, nor overwrites what a trusted writer has written. So that the order of
  /// arrival makes no difference to that, a trusted write wins over a browser's whatever their times.
  /// Source: values-and-identity, "Basic properties" and "Identity".
  mutating func write(_ value: SegmentModel.Value?, to name: String, at time: Instant, isTrusted: Bool) -> WriteEffect {
    put(value, to: name, at: time.ofWrite, isTrusted: isTrusted)
  }

  /// Writes at that very time, which may be a mirrored one.
  mutating func put(_ value: SegmentModel.Value?, to name: String, at time: Instant, isTrusted: Bool) -> WriteEffect {
    let key = ExactText(name)
    let old = self[key]
    if !isTrusted, value == nil || old?.isTrusted == true { return .refused }
    let new = StoredValue(value, time: time, isTrusted: isTrusted)
    if let old, !new.wins(over: old) { return .superseded }
    self[key] = new
    return old?.value == value ? .repeated : .changed
  }

  /// The newest write of each name; of two at one time, that of `self`.
  func united(with other: [ExactText: StoredValue]) -> [ExactText: StoredValue] {
    merging(other) { mine, theirs in mine.wins(over: theirs) ? mine : theirs }
  }
}

extension Instant {
  /// What it is for a write of a property: all before 1970 is one time there, for below it lie the mirrored times of
  /// `PropertyUpdate`. Some send the year 1 for no time at all.
  var ofWrite: Instant { max(self, Instant(milliseconds: 0)) }
}

extension StoredValue {
  /// Whether this one stands, where it arrived after `other`.
  fileprivate func wins(over other: StoredValue) -> Bool {
    isTrusted == other.isTrusted ? writtenAt >= other.writtenAt : isTrusted
  }
}
