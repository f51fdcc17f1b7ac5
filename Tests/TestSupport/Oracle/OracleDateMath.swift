/// The spans of date values, among them date math, and the length of durations.
/// Source: filter-language, "Dates, spans and durations".
enum OracleDateMath {
  /// 0001-01-01T00:00:00.000Z to 9999-12-31T23:59:59.999Z.
  static let years = -62_135_596_800_000...253_402_300_799_999 as ClosedRange<Int64>

  private static let elapsed: [Character: Int64] = ["s": 1000, "m": 60_000, "h": 3_600_000]

  /// The span of a date value as a filter has it; nil for what is none.
  static func span(of text: String, now: Int64, in zone: OracleZone) -> OracleSpan? {
    if text.hasPrefix("now") { return math(Array(text.dropFirst(3)), now: now, in: zone) }
    guard let date = OracleDateText(text) else { return nil }
    if case .day(let day) = date { return zone.span(of: day) }
    let instant = date.instant(in: zone)
    return OracleSpan(first: instant, last: instant)
  }

  /// Milliseconds of `30d`; a day is 24 hours, a week seven of these.
  static func duration(_ text: String) -> Int64? {
    let lengths = elapsed.merging(["d": OracleZone.day, "w": 7 * OracleZone.day]) { $1 }
    guard let unit = text.last, let length = lengths[unit], let amount = number(text.dropLast()),
      (1...1_000_000).contains(amount)
    else { return nil }
    return amount * length
  }

  private static func number(_ text: some StringProtocol) -> Int64? {
    text.isEmpty || text.contains { !("0"..."9").contains($0) } ? nil : Int64(text)
  }

  private static func math(_ characters: [Character], now: Int64, in zone: OracleZone) -> OracleSpan? {
    var at = held(now)
    var place = 0
    while place < characters.count, characters[place] == "+" || characters[place] == "-" {
      let sign: Int64 = characters[place] == "-" ? -1 : 1
      let digits = characters[(place + 1)...].prefix { ("0"..."9").contains($0) }
      place += 1 + digits.count
      guard let amount = number(String(digits)), amount <= 1_000_000, place < characters.count,
        let moved = moved(at, by: sign * amount, characters[place], in: zone)
      else { return nil }
      at = held(moved)
      place += 1
    }
    if place == characters.count { return OracleSpan(first: at, last: at) }
    guard characters.count == place + 2, characters[place] == "/",
      let span = unit(characters[place + 1], around: at, in: zone)
    else { return nil }
    return OracleSpan(first: held(span.first), last: held(span.last))
  }

  private static func held(_ instant: Int64) -> Int64 { min(max(instant, years.lowerBound), years.upperBound) }

  private static func moved(_ instant: Int64, by amount: Int64, _ unit: Character, in zone: OracleZone) -> Int64? {
    if let length = elapsed[unit] { return instant + amount * length }
    let local = zone.local(instant)
    let day = OracleZone.day(ofLocal: local)
    let timeOfDay = local - OracleZone.local(day)
    let moved: OracleDay
    switch unit {
    case "y": moved = day.adding(months: 12 * Int(amount))
    case "M": moved = day.adding(months: Int(amount))
    case "w": moved = day.adding(days: 7 * Int(amount))
    case "d": moved = day.adding(days: Int(amount))
    default: return nil
    }
    // Further out no offset brings it back; zones are not asked about such years.
    if moved.year < 0 { return years.lowerBound }
    if moved.year > 10_000 { return years.upperBound }
    return zone.instant(ofLocal: OracleZone.local(moved) + timeOfDay)
  }

  /// The unit that holds the instant: an hour and less by the offset in force there, a day and more by the calendar.
  static func unit(_ unit: Character, around instant: Int64, in zone: OracleZone) -> OracleSpan? {
    if let length = elapsed[unit] {
      let local = zone.local(instant)
      let first = instant - (local - floorDivide(local, length) * length)
      return OracleSpan(first: first, next: first + length)
    }
    let day = zone.day(of: instant)
    guard let first = start(of: unit, holding: day), let next = step(first, unit, by: 1) else { return nil }
    return OracleSpan(first: zone.start(of: first), next: zone.start(of: next))
  }

  /// The `of` whole units before the one that holds now, the latest first.
  static func complete(_ unit: String, of count: Int, before now: Int64, in zone: OracleZone) -> [OracleSpan]? {
    guard unit.count == 1, let unit = unit.first, "dwM".contains(unit),
      let current = start(of: unit, holding: zone.day(of: now))
    else { return nil }
    var spans: [OracleSpan] = []
    for back in 1...count {
      guard let first = step(current, unit, by: -back), let next = step(current, unit, by: 1 - back) else { return nil }
      spans.append(OracleSpan(first: zone.start(of: first), next: zone.start(of: next)))
    }
    return spans
  }

  private static func start(of unit: Character, holding day: OracleDay) -> OracleDay? {
    switch unit {
    case "y": OracleDay(day.year, 1, 1)
    case "M": OracleDay(day.year, day.month, 1)
    case "w": day.startOfWeek
    case "d": day
    default: nil
    }
  }

  private static func step(_ day: OracleDay, _ unit: Character, by amount: Int) -> OracleDay? {
    switch unit {
    case "y": day.adding(months: 12 * amount)
    case "M": day.adding(months: amount)
    case "w": day.adding(days: 7 * amount)
    case "d": day.adding(days: amount)
    default: nil
    }
  }
}
