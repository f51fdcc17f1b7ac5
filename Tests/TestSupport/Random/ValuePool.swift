import Foundation
import SegmentModel

/// Values as customers' systems send them: of every type, clean and dirty.
struct ValuePool {
  /// What a property is meant to hold; now and then it holds something else.
  enum Flavor: CaseIterable {
    case text, word, number, date, boolean, list, mixed
  }

  /// Instants on the edges of what filters ask, epoch milliseconds.
  var edges: [Int64]
  /// Where texts without an offset are meant to be.
  var zones: [OracleZone]

  init(edges: [Int64]) throws {
    self.edges = edges
    zones = try DatePool.zones.map(OracleZone.init)
  }

  // MARK: Material

  static let words = ["free", "Free", "team", "TEAM", "pro", "successfully", "n/a"]

  static let texts = [
    "J\u{30C}anko", "\u{1F0}anko", "Anna", "anna", "ANNA", "anna@example.com", "Bob@Example.COM", "bob@example.com",
    "a", " ", "\t", "  Anna ",
    "\u{C9}mile", "E\u{301}mile", "\u{E9}mile", "Stra\u{DF}e", "STRASSE", "strasse", "\u{1E9E}tern", "\u{DF}tern",
    "\u{130}stanbul", "istanbul", "i\u{307}stanbul", "ISTANBUL", "\u{131}stanbul",
    "\u{39F}\u{394}\u{3A5}\u{3A3}\u{3A3}\u{395}\u{3A5}\u{3A3}",
    "\u{3BF}\u{3B4}\u{3C5}\u{3C3}\u{3C3}\u{3B5}\u{3C5}\u{3C2}",
    "\u{3BF}\u{3B4}\u{3C5}\u{3C3}\u{3C3}\u{3B5}\u{3C5}\u{3C3}", "\u{212B}ngstr\u{F6}m", "\u{C5}NGSTR\u{D6}M",
    "A\u{30A}ngstro\u{308}m", "\u{FB01}nance", "finance", "\u{2126}mega", "\u{3A9}mega", "\u{212A}ing", "king",
    "q\u{307}\u{323}", "q\u{323}\u{307}", "\u{1C5}em", "\u{D55C}\u{AE00}",
    "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "\u{915}\u{93C}", "\u{958}", "\u{1F600}",
    "\u{1F44D}\u{1F3FD}", "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F469}", "x\u{301}", "x", "nul\u{0}byte",
    "line\nbreak", "\"quoted\" 'text'", "100%", "a_c", "abc", "*", "[a]", "\\", "%", "_", "\u{10400}deseret",
    "\u{10428}deseret", "e\u{301}", "\u{E9}", "\u{FF21}", "\u{FF41}", "true", "TRUE", "False", "tRuE", "yes",
  ]

  static let numberTexts = [
    "80", " 7 ", "-0.5", "007", "\t8\n", "1.0", "100", "-0", "0", "12345678901234567890", "0.1", "100.00", "-3",
    "\u{B}9\u{C}", "9007199254740993", "1000000000000", "999999999999.9999",
  ]

  static let notNumberTexts = [
    "80%", "1e3", ".5", "5.", "1,000", "+5", "--5", "-", "- 5", "", "\u{663}", "NaN", "inf", "0x10", "1_000",
    "\u{A0}7", "1.2.3", "7 8", "\u{FF17}", "1e400", String(repeating: "9", count: 400),
  ].filter { !$0.isEmpty }

  static let numbers: [Double] = [
    0, 1, 2, 3, 5, 7, 10, 12.5, 80, 99, 99.99, 100, 100.01, 101, 500, -1, -0.5, 0.1, 0.2, 0.1 + 0.2, 0.3, 1.0 / 3, -0.0,
    1e21, 1e-7, 123_456_789.125, 9_007_199_254_740_992, 1e12, -1e12, 999_999_999_999.999_9, 5e-7, -5e-7, 1.5e-6, 1e300,
    -1e300, .leastNonzeroMagnitude, 1e20, 123e-20,
  ]

  // MARK: Draws

  func value(_ flavor: Flavor, unit: DateUnit? = nil, using generator: inout SplitMix64) -> Value {
    let flavor = generator.chance(0.12) ? generator.element(of: Flavor.allCases) ?? flavor : flavor
    switch flavor {
    case .list: return list(using: &generator)
    case .mixed:
      let other = generator.element(of: [Flavor.text, .word, .number, .date, .boolean, .list]) ?? .text
      return other == .list ? list(using: &generator) : .scalar(scalar(other, unit: unit, using: &generator))
    default: return .scalar(scalar(flavor, unit: unit, using: &generator))
    }
  }

  /// Texts and numbers only, at least one.
  private func list(using generator: inout SplitMix64) -> Value {
    .list(
      (0...generator.below(5)).map { _ in
        scalar(generator.pick(.text, .word, .number, .date), unit: nil, using: &generator)
      })
  }

  private func scalar(_ flavor: Flavor, unit: DateUnit?, using generator: inout SplitMix64) -> Scalar {
    switch flavor {
    case .word: .text(generator.element(of: Self.words) ?? "free")
    case .number: number(using: &generator)
    case .date: date(unit: unit, using: &generator)
    case .boolean:
      generator.chance(0.7) ? .boolean(generator.chance(0.5)) : .text(generator.pick("true", "FALSE", "no"))
    case .text, .list, .mixed: .text(text(using: &generator))
    }
  }

  private func text(using generator: inout SplitMix64) -> String {
    if generator.chance(0.01) { return String(repeating: generator.pick("long ", "\u{E9}\u{1F600}"), count: 1300) }
    let text = generator.element(of: Self.texts) ?? "a"
    switch generator.below(12) {
    case 0: return text + (generator.element(of: Self.texts) ?? "b")
    case 1: return text.decomposedStringWithCanonicalMapping
    case 2: return text.precomposedStringWithCanonicalMapping
    default: return text
    }
  }

  private func number(using generator: inout SplitMix64) -> Scalar {
    switch generator.below(20) {
    case 0...9: .number(generator.element(of: Self.numbers) ?? 0)
    case 10...14: .number(Double(generator.whole(-20...200)))
    case 15...17: .text(generator.element(of: Self.numberTexts) ?? "0")
    case 18: .text(generator.element(of: Self.notNumberTexts) ?? "x")
    default: .number(Double(generator.whole(-20_000...200_000)) / 100)
    }
  }

  /// Mostly on an edge.
  func instant(using generator: inout SplitMix64) -> Int64 {
    let edge = generator.element(of: edges) ?? 0
    return generator.chance(0.75) ? edge : edge + generator.whole(-400 * OracleZone.day...400 * OracleZone.day)
  }

  private func date(unit: DateUnit?, using generator: inout SplitMix64) -> Scalar {
    if generator.chance(0.05) { return .text(generator.element(of: DatePool.invalid) ?? "") }
    if generator.chance(0.06) { return .text(generator.element(of: DatePool.odd) ?? "") }
    let instant = instant(using: &generator)
    if generator.chance(unit == nil ? 0.05 : 0.6) { return .number(number(instant, unit: unit, using: &generator)) }
    guard let zone = generator.element(of: zones) else { return .number(0) }
    return .text(DatePool.text(instant, in: zone, using: &generator))
  }

  private func number(_ instant: Int64, unit: DateUnit?, using generator: inout SplitMix64) -> Double {
    let ends = OracleDateMath.years
    let milliseconds =
      switch generator.below(40) {
      case 0: Double(generator.pick(ends.lowerBound, ends.lowerBound - 1, ends.upperBound, ends.upperBound + 1))
      case 1: generator.pick(1e300, -1e300, 0, 0.5, -0.5)
      case 2...5: Double(instant) + generator.pick(0.25, 0.5, 0.999)
      default: Double(instant)
      }
    return unit == .seconds ? milliseconds / 1000 : milliseconds
  }
}
