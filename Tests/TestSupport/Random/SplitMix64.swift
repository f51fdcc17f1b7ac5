/// A generator that gives the same numbers for the same seed, everywhere and for ever.
/// Source: https://prng.di.unimi.it/splitmix64.c
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// - Parameter stream: tells apart generators of one seed.
  package init(seed: UInt64, stream: UInt64 = 0) {
    state = seed
    if stream != 0 { state = next() ^ (stream &* 0xD134_2543_DE82_EF95) }
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  // The library's own ways to draw are not promised to stay the same, so these are ours.

  /// 0 up to, not with, `bound`, which is positive.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

  package mutating func whole(_ range: ClosedRange<Int64>) -> Int64 {
    range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
  }

  /// True this often, of 1.
  package mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) * 0x1p-53 < share }

  /// Nil of an empty collection.
  package mutating func element<C: RandomAccessCollection>(of items: C) -> C.Element? {
    items.isEmpty ? nil : items[items.index(items.startIndex, offsetBy: below(items.count))]
  }

  /// One of at least one.
  package mutating func pick<T>(_ first: T, _ others: T...) -> T {
    let place = below(others.count + 1)
    return place == 0 ? first : others[place - 1]
  }
}
