import SegmentModel
import StrataService

/// Bounds of what one request may ask.
enum RequestLimits {
  /// Bytes of the body of a segment or a preview: a list of 10,000 values of 1,000 characters fits.
  static let definition = 12 << 20
  /// Bytes of any other body.
  static let body = 256 << 10
  /// Things a page, at most and where nothing is said.
  static let page = 1...1000
  static let defaultPage = 100
  /// Contacts that one request puts on a list or takes off it.
  static let listedContacts = 100_000
  /// Mistakes that are told one by one where a list names many contacts.
  static let toldMistakes = 1000
  /// How long one request searches; then it answers with what it has found and a cursor.
  static let searchTime = Duration.milliseconds(300)
  /// How long a cursor works, in milliseconds.
  static let cursorLifetime: Int64 = 10 * 60_000

  /// - Parameter begunAt: when the first page of a cursor was asked for.
  /// - Throws: `Problem` 410 where that is too long ago.
  static func checkAge(of begunAt: Instant, at now: Instant) throws {
    if now.milliseconds - begunAt.milliseconds > cursorLifetime {
      throw Problem.gone("The cursor has expired; begin again from the first page.")
    }
  }
}
