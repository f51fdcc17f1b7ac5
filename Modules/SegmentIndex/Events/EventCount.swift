/// How many events there are.
struct EventCount: EventCondition {
  let source: EventSource
  /// At least 1.
  let minimum: Int
  let maximum: Int?

  func holds(_ contact: UInt32) -> Bool {
    var count = 0
    // One more than the largest number asked for decides.
    let enough = maximum.map { $0 + 1 } ?? minimum
    source.walk(contact) { _, _ in
      count += 1
      return count < enough
    }
    return count >= minimum && count <= maximum ?? .max
  }

  func mark(into words: UnsafeMutablePointer<UInt64>, rows: Int, _ evaluation: Evaluation) {
    if minimum == 1, maximum == nil {
      markContacts(of: source, into: words)
    } else if max(minimum, maximum ?? 0) < 255 {
      evaluation.scratch.withBytes(rows) { counters in
        countEvents(of: source, in: counters)
        let (minimum, maximum) = (UInt8(minimum), UInt8(maximum ?? 255))
        markRows(UnsafeBufferPointer(counters), into: words) { $0 >= minimum && $0 <= maximum }
      }
    } else {
      evaluation.scratch.withWords(rows) { counters in
        countEvents(of: source, in: counters)
        let (minimum, maximum) = (UInt32(clamping: minimum), maximum.map { UInt32(clamping: $0) } ?? .max)
        markRows(UnsafeBufferPointer(counters), into: words) { $0 >= minimum && $0 <= maximum }
      }
    }
  }
}

/// Sets the bit of each contact that has an event.
func markContacts(of source: EventSource, into words: UnsafeMutablePointer<UInt64>) {
  source.scan { _, contacts, mask in
    if let mask {
      mask.forEachBit(contacts.count) { words[Int(contacts[$0] >> 6)] |= 1 << UInt64(contacts[$0] & 63) }
    } else {
      for contact in contacts { words[Int(contact >> 6)] |= 1 << UInt64(contact & 63) }
    }
  }
}

/// Counts each contact's events; a counter stays at its highest number.
private func countEvents<Counter: FixedWidthInteger>(
  of source: EventSource, in counters: UnsafeMutableBufferPointer<Counter>
) {
  source.scan { _, contacts, mask in
    if let mask {
      mask.forEachBit(contacts.count) { place in
        let contact = Int(contacts[place])
        counters[contact] &+= counters[contact] == .max ? 0 : 1
      }
    } else {
      for contact in contacts { counters[Int(contact)] &+= counters[Int(contact)] == .max ? 0 : 1 }
    }
  }
}
