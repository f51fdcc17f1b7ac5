import Foundation
import SegmentModel

/// Leaves of a random filter: an operator, a name that fits it, and a value near those that the name has.
extension RandomFilter {
  mutating func leaf(_ key: String, of entries: [FilterVocabulary.Entry]) -> JSONValue {
    guard let name = generator.element(of: operators) else { return ["all": []] }
    let fitting = generator.chance(0.93) ? entries.filter { $0.has(name.view) } : entries
    var entry = generator.element(of: fitting.isEmpty ? entries : fitting) ?? FilterVocabulary.Entry(name: "")
    if entry.name.isEmpty || generator.chance(0.02) { entry.name = "nobody.has.this" }
    var written = entry.name
    if key == "property", generator.chance(0.5) {
      written = ["primaryEmail": "email", "primaryPhone": "phone"][written] ?? written
    }
    var members = [JSONMember(key, .string(written)), JSONMember("operator", .string(name.rawValue))]
    if let operand = operand(of: name, entry) { members.append(JSONMember("value", operand)) }
    return .object(members)
  }

  /// Nil where the operator takes none.
  private mutating func operand(of name: FilterOperator, _ entry: FilterVocabulary.Entry) -> JSONValue? {
    switch name {
    case .isSet, .isNotSet, .isTrue, .isFalse: return nil
    case .equals, .notEquals: return equal(to: entry)
    case .in, .notIn: return .array((0...generator.below(5)).map { _ in equal(to: entry) })
    case .contains, .notContains: return .string(part(of: entry, isPrefix: false, isSuffix: false))
    case .startsWith: return .string(part(of: entry, isPrefix: true, isSuffix: false))
    case .endsWith: return .string(part(of: entry, isPrefix: false, isSuffix: true))
    case .greaterThan, .lessThan, .greaterOrEqual, .lessOrEqual: return .number(number(near: entry))
    case .between:
      if entry.has(.date), !entry.has(.number) || generator.chance(0.5) {
        return .array([.string(date(near: entry)), .string(date(near: entry))])
      }
      return .array([number(near: entry), number(near: entry)].sorted().map(JSONValue.number))
    case .willOccurBeforeNthMinute, .willOccurBeforeNthDay, .willOccurAfterNthMinute, .willOccurAfterNthDay:
      return .number(generator.chance(0.03) ? 100_000 : Double(generator.element(of: DatePool.counts) ?? 0))
    case .inTheLast, .inTheNext: return .string(duration())
    case .dateRelativeLessThan, .dateRelativeGreaterThan:
      let blank = generator.pick("", "", "", " ", "\t")
      return .string(blank + date(near: entry) + blank)
    case .before, .after, .onOrBefore, .onOrAfter, .on, .anniversary: return .string(date(near: entry))
    }
  }

  private mutating func equal(to entry: FilterVocabulary.Entry) -> JSONValue {
    switch generator.below(10) {
    case 0 where entry.hasBooleans, 1 where entry.hasBooleans: .boolean(generator.chance(0.5))
    case 0...5: .number(number(near: entry))
    default: .string(text(near: entry))
    }
  }

  // MARK: Texts

  private mutating func text(near entry: FilterVocabulary.Entry) -> String {
    let own = generator.element(of: entry.texts) ?? ""
    return cut(varied(generator.chance(0.95) ? own : generator.element(of: ValuePool.texts) ?? "x"))
  }

  /// Some scalars of one of the texts, which need not end where characters do.
  private mutating func part(of entry: FilterVocabulary.Entry, isPrefix: Bool, isSuffix: Bool) -> String {
    let scalars = Array((generator.element(of: entry.texts) ?? "x").unicodeScalars)
    let length = min(generator.pick(1, 1, 2, 3, 5), scalars.count)
    var start = generator.below(scalars.count - length + 1)
    if isPrefix { start = 0 }
    if isSuffix { start = scalars.count - length }
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars[start..<(start + length)])
    return cut(varied(text))
  }

  /// In another case, another normal form, or as it is.
  private mutating func varied(_ text: String) -> String {
    switch generator.below(8) {
    case 0: text.uppercased()
    case 1: text.lowercased()
    case 2: text.decomposedStringWithCanonicalMapping
    case 3: text.precomposedStringWithCanonicalMapping
    default: text
    }
  }

  /// A text value has 1 to 1,000 scalars.
  private func cut(_ text: String) -> String {
    var cut = ""
    cut.unicodeScalars.append(contentsOf: text.unicodeScalars.prefix(1000))
    return cut.isEmpty ? "x" : cut
  }

  // MARK: Numbers and dates

  mutating func number(near entry: FilterVocabulary.Entry) -> Double {
    let own = generator.element(of: entry.numbers) ?? generator.element(of: ValuePool.numbers) ?? 0
    let near =
      switch generator.below(8) {
      case 0: own.nextUp
      case 1: own.nextDown
      case 2: own + 1
      case 3: own.rounded()
      default: own
      }
    return near.isFinite ? near : own
  }

  mutating func duration() -> String {
    generator.chance(0.02) ? "1000000w" : generator.element(of: DatePool.durations) ?? "1d"
  }

  /// Date math from the pool, a day or a date-time that the property has, or one just beside it.
  mutating func date(near entry: FilterVocabulary.Entry?) -> String {
    switch generator.below(20) {
    case 0...10: return generator.element(of: DatePool.math) ?? "now"
    case 11, 12: return math()
    case 13: return generator.element(of: DatePool.odd) ?? "2024-02-29"
    default:
      let own = generator.element(of: entry?.dates ?? []) ?? now().milliseconds
      let near = own + generator.pick(0, 0, 0, 1, -1, 1000)
      guard let zone = try? OracleZone(generator.element(of: DatePool.zones) ?? "UTC") else { return "now" }
      return DatePool.text(near, in: zone, using: &generator)
    }
  }

  private mutating func math() -> String {
    let units = ["y", "M", "w", "d", "h", "m", "s"]
    var text = "now"
    for _ in 0..<generator.below(4) {
      let amount = generator.chance(0.05) ? generator.pick(1_000_000, 0, 9999) : generator.whole(0...40)
      text += generator.pick("+", "-") + String(amount) + (generator.element(of: units) ?? "d")
    }
    if generator.chance(0.5) { text += "/" + (generator.element(of: units) ?? "d") }
    return text
  }
}
