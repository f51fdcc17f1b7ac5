/// Ids that people and programs see: a prefix that says of what, and 20 random letters and digits.
package enum PublicID: String, Sendable, CaseIterable {
  case segment = "seg"
  case contact = "con"
  case company = "com"
  case list = "lst"
  case webhook = "whk"
  case source = "src"
  case token = "tok"
  case message = "msg"

  private static let alphabet = Array("0123456789abcdefghijkmnpqrstuvwxyz".utf8)

  package func make() -> String { make(using: SystemRandomNumberGenerator()) }

  package func make(using generator: some RandomNumberGenerator) -> String {
    var generator = generator
    return rawValue + "_" + Self.randomText(length: 20, using: &generator)
  }

  /// Each character is worth 5.09 bits.
  package static func randomText(length: Int, using generator: inout some RandomNumberGenerator) -> String {
    String(
      decoding: (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] },
      as: UTF8.self)
  }

  package static func randomText(length: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return randomText(length: length, using: &generator)
  }

  /// Whether a text looks like such an id.
  package func matches(_ text: String) -> Bool { text.hasPrefix(rawValue + "_") }
}
