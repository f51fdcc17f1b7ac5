/// Bounds of what one request may ask.
enum RequestLimits {
  /// Bytes of the body of a segment or a preview: a list of 10,000 values of 1,000 characters fits.
  static let definition = 12 << 20
  /// Bytes of any other body.
  static let body = 256 << 10
  /// Things a page, at most and where nothing is said.
  static let page = 1...1000
  static let defaultPage = 100
  /// How long a cursor works, in milliseconds.
  static let cursorLifetime: Int64 = 10 * 60_000
}
