import SegmentModel

/// Whether a text names one of some identifiers, however it is spelled.
struct IdentifierMentions {
  private var emails: [String] = []
  private var phones: Set<String> = []
  private var others: Set<String> = []

  init(of identifiers: [Identifier]) {
    for identifier in identifiers {
      switch identifier.kind {
      case .email: emails.append(identifier.value.lowercased())
      case .phone: phones.insert(identifier.value)
      case .userId, .code, .anonymousId: others.insert(identifier.value)
      }
    }
  }

  /// - Parameter bytes: JSON, or what somebody took for it.
  func areIn(_ bytes: [UInt8]) -> Bool { JSONWords.contains(in: bytes, where: isMention) }

  private func isMention(_ word: String) -> Bool {
    let text = word.trimmedASCII
    if others.contains(text) { return true }
    if !emails.isEmpty, text.utf8.contains(UInt8(ascii: "@")) {
      let lower = text.lowercased()
      if emails.contains(where: lower.contains) { return true }
    }
    return !phones.isEmpty && text.utf8.allSatisfy(Self.isOfPhone)
      && Identifier(.phone, text).map { phones.contains($0.value) } ?? false
  }

  private static func isOfPhone(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-() ./".utf8.contains(byte)
  }
}
