/// Finds numbers by what they stand for: a hash table with linear probing whose owner keeps the keys and compares them.
struct ProbeTable {
  /// Upper half of the hash in the upper half, number in the lower one.
  private var slots: [UInt64] = []
  private(set) var count = 0

  private static let free = UInt64.max

  init() {}

  /// With room for so many.
  init(capacity: Int) {
    var size = 8
    while capacity * 8 > size * 7 { size *= 2 }
    slots = [UInt64](repeating: Self.free, count: size)
  }

  /// - Parameter isKey: whether a number stands for what is looked for.
  func find(_ hash: UInt64, _ isKey: (UInt32) -> Bool) -> UInt32? {
    place(of: hash, isKey).map { UInt32(truncatingIfNeeded: slots[$0]) }
  }

  /// - Parameter number: of a key that is not there; below `UInt32.max`.
  mutating func insert(_ hash: UInt64, _ number: UInt32) {
    if (count + 1) * 8 > slots.count * 7 { grow() }
    place(hash & 0xFFFF_FFFF_0000_0000 | UInt64(number))
    count += 1
  }

  /// What follows moves up, so that nothing is hidden behind a gap.
  mutating func remove(_ hash: UInt64, _ number: UInt32) {
    guard var gap = place(of: hash, { $0 == number }) else { return }
    count -= 1
    var next = gap
    while true {
      next = (next + 1) & (slots.count - 1)
      if slots[next] == Self.free { break }
      let distance = (next - home(of: slots[next])) & (slots.count - 1)
      if distance >= (next - gap) & (slots.count - 1) {
        slots[gap] = slots[next]
        gap = next
      }
    }
    slots[gap] = Self.free
  }

  var byteCount: Int { slots.capacity * 8 }

  private func home(of slot: UInt64) -> Int { Int(slot >> 32) & (slots.count - 1) }

  private func place(of hash: UInt64, _ isKey: (UInt32) -> Bool) -> Int? {
    guard count > 0 else { return nil }
    var place = home(of: hash)
    while slots[place] != Self.free {
      if slots[place] >> 32 == hash >> 32, isKey(UInt32(truncatingIfNeeded: slots[place])) { return place }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  private mutating func place(_ slot: UInt64) {
    var place = home(of: slot)
    while slots[place] != Self.free { place = (place + 1) & (slots.count - 1) }
    slots[place] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: Self.free, count: max(8, old.count * 2))
    for slot in old where slot != Self.free { place(slot) }
  }
}

/// Hashes of bytes and numbers, another function in each process: values come from outside, and nobody is to be able to
/// make many of them fall together.
enum KeyHash {
  private static let seed = UInt64.random(in: 0...UInt64.max)

  static func of(_ bytes: UnsafeBufferPointer<UInt8>, _ tag: UInt64) -> UInt64 {
    let raw = UnsafeRawBufferPointer(bytes)
    var hash = seed ^ (tag &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(bytes.count)
    var offset = 0
    while offset + 8 <= raw.count {
      hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var rest: UInt64 = 0
    while offset < raw.count {
      rest = rest << 8 | UInt64(raw[offset])
      offset += 1
    }
    return mixed(hash ^ rest)
  }

  static func of(_ number: UInt64, _ tag: UInt64) -> UInt64 {
    mixed(mixed(seed ^ tag) ^ number)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return high ^ low ^ value >> 29
  }
}
