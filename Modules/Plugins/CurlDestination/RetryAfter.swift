import CCurl
import SegmentModel

/// The `Retry-After` of an answer (RFC 9110, 10.2.3).
enum RetryAfter {
  /// A year; a longer wait is told as this.
  static let longest: Int64 = 365 * 86_400_000

  /// Milliseconds to wait from `now` on, for a number of seconds or an HTTP date in any of its three forms; 0 for a
  /// date in the past; nil for anything else.
  static func milliseconds(_ text: String, now: Instant) -> Int64? {
    let text = text.filter { $0 != "\0" }
    guard !text.isEmpty, text.utf8.count <= 64 else { return nil }
    if text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      guard let seconds = Int64(text), seconds < longest / 1_000 else { return longest }
      return seconds * 1_000
    }
    let date = curl_getdate(text, nil)
    guard date >= 0 else { return nil }
    let (wait, overflow) = (Int64(date) * 1_000).subtractingReportingOverflow(now.milliseconds)
    return overflow ? nil : min(max(wait, 0), longest)
  }
}
