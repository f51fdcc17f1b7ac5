import Foundation

/// A time zone: the offset from UTC at each instant, and the instant of each wall-clock time.
///
/// The only file that needs the whole of Foundation: the rules of the zones are ICU's.
package struct Zone: Sendable, Hashable {
  /// The IANA name.
  package let name: String
  private let rules: TimeZone?

  package static let utc = Zone(name: "UTC", rules: nil)

  private init(name: String, rules: TimeZone?) {
    self.name = name
    self.rules = rules
  }

  /// Nil for what is not a name of the IANA database.
  package init?(_ name: String) {
    if name == "UTC" {
      self = .utc
      return
    }
    // Foundation takes abbreviations and `GMT+2` too; the names of the database are `Area/Place`.
    guard name.contains("/"), let rules = TimeZone(identifier: name) else { return nil }
    self.init(name: name, rules: rules)
  }

  package func offsetSeconds(at instant: Instant) -> Int {
    guard let rules else { return 0 }
    // Foundation rounds within the second; a transition is at a whole second, so round down.
    let seconds = instant.milliseconds.flooredQuotient(by: 1000)
    return rules.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
  }

  package func local(_ instant: Instant) -> LocalDateTime {
    LocalDateTime(
      millisecondsOfLocalTime: instant.milliseconds.addingSaturating(Int64(offsetSeconds(at: instant)) * 1000))
  }

  /// The instant of a wall-clock time: the earlier of two; one that does not exist moves forward by the gap.
  package func instant(_ local: LocalDateTime) -> Instant {
    guard rules != nil else { return local.instant(offsetSeconds: 0) }
    // An offset is under a day, so the two transitions that can matter lie between these.
    let day = LocalDateTime.millisecondsPerDay
    let guess = local.instant(offsetSeconds: 0)
    let before = offsetSeconds(at: guess.advanced(milliseconds: -day))
    let after = offsetSeconds(at: guess.advanced(milliseconds: day))
    if before == after { return local.instant(offsetSeconds: before) }
    let existing = [before, after].map(local.instant(offsetSeconds:)).filter { self.local($0) == local }
    return existing.min() ?? local.instant(offsetSeconds: before)
  }
}
