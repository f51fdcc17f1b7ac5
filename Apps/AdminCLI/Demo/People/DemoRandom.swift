import SegmentModel

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers in every run.
struct DemoRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// `choices` is never empty.
  mutating func pick<T>(_ choices: [T], or other: T) -> T { choices.randomElement(using: &self) ?? other }

  /// An instant of the range, both ends included; its lower end where it is empty.
  mutating func instant(from lower: Instant, to upper: Instant) -> Instant {
    guard lower < upper else { return lower }
    return Instant(milliseconds: Int64.random(in: lower.milliseconds...upper.milliseconds, using: &self))
  }
}
