/// A date as somebody wrote it: `YYYY-MM-DD`, or that with a time, with or without an offset.
/// Source: values-and-identity, row "date".
enum OracleDateText: Equatable {
  case day(OracleDay)
  /// On the wall clock of whatever zone is asked.
  case local(Int64)
  case instant(Int64)

  /// Nil for everything that is not of one of these forms to the letter.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, let day = Self.day(bytes[0..<10]) else { return nil }
    if bytes.count == 10 {
      self = .day(day)
      return
    }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    // An offset begins at the first byte that no time has.
    let rest = bytes[11...]
    let end = rest.firstIndex { !Self.isDigit($0) && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ".") } ?? bytes.count
    guard let time = Self.time(bytes[11..<end]) else { return nil }
    let local = OracleZone.local(day) + time
    if end == bytes.count {
      self = .local(local)
      return
    }
    guard let offset = Self.offset(bytes[end...]) else { return nil }
    self = .instant(local - offset)
  }

  /// The instant; a day is its first millisecond.
  func instant(in zone: OracleZone) -> Int64 {
    switch self {
    case .day(let day): zone.start(of: day)
    case .local(let local): zone.instant(ofLocal: local)
    case .instant(let instant): instant
    }
  }

  private static func day(_ bytes: ArraySlice<UInt8>) -> OracleDay? {
    let parts = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], digits: 4), let month = number(parts[1], digits: 2),
      let day = number(parts[2], digits: 2)
    else { return nil }
    guard year >= 1, (1...12).contains(month), day >= 1, day <= OracleDay.length(ofMonth: month, year: year) else {
      return nil
    }
    return OracleDay(year, month, day)
  }

  /// Milliseconds of the day of `HH:MM[:SS[.fraction]]`; what is finer than a millisecond is cut.
  private static func time(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, let hour = number(parts[0], digits: 2), hour <= 23,
      let minute = number(parts[1], digits: 2), minute <= 59
    else { return nil }
    let time = Int64(hour * 3600 + minute * 60) * 1000
    guard parts.count == 3 else { return time }
    let ofSecond = parts[2].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard ofSecond.count <= 2, let second = number(ofSecond[0], digits: 2), second <= 59 else { return nil }
    guard ofSecond.count == 2 else { return time + Int64(second) * 1000 }
    guard !ofSecond[1].isEmpty, ofSecond[1].allSatisfy(isDigit) else { return nil }
    let thousandths = Array(ofSecond[1].prefix(3)) + Array(repeating: UInt8(ascii: "0"), count: 3)
    guard let milliseconds = number(thousandths.prefix(3), digits: 3) else { return nil }
    return time + Int64(second * 1000 + milliseconds)
  }

  /// Milliseconds ahead of UTC of `Z`, `±HH:MM`, `±HHMM` or `±HH`.
  private static func offset(_ bytes: ArraySlice<UInt8>) -> Int64? {
    if bytes.elementsEqual("Z".utf8) { return 0 }
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    let rest = Array(bytes.dropFirst())
    let minutes: ArraySlice<UInt8>
    switch rest.count {
    case 2: minutes = [UInt8(ascii: "0"), UInt8(ascii: "0")]
    case 4: minutes = rest[2...]
    case 5 where rest[2] == UInt8(ascii: ":"): minutes = rest[3...]
    default: return nil
    }
    guard let hour = number(rest[0..<2], digits: 2), hour <= 23, let minute = number(minutes, digits: 2), minute <= 59
    else { return nil }
    let offset = Int64(hour * 60 + minute) * 60_000
    return sign == UInt8(ascii: "-") ? -offset : offset
  }

  private static func number(_ bytes: ArraySlice<UInt8>, digits: Int) -> Int? {
    guard bytes.count == digits, bytes.allSatisfy(isDigit) else { return nil }
    return Int(String(decoding: bytes, as: UTF8.self))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
