/// What names a contact: a kind and its normalised value. Two are the same where their scalars are, as the store sees it.
/// Source: values-and-identity, "Identity".
package struct Identifier: Sendable, Hashable {
  /// From the strongest to the weakest; a message names its contact by the strongest that it bears.
  package enum Kind: String, Sendable, CaseIterable, Comparable {
    case userId, code, email, phone, anonymousId

    private var strength: Int {
      switch self {
      case .userId: 4
      case .code: 3
      case .email: 2
      case .phone: 1
      case .anonymousId: 0
      }
    }

    package static func < (left: Kind, right: Kind) -> Bool { left.strength < right.strength }
  }

  package static let maximumLength = 200
  /// Identifiers that one contact may have.
  package static let maximumPerContact = 100

  package let kind: Kind
  private let text: ExactText

  package var value: String { text.text }

  /// A value that was normalised before, as read from a store.
  package init(kind: Kind, stored value: String) {
    self.kind = kind
    text = ExactText(value)
  }

  /// Normalises: an email is trimmed and lower-cased, a phone becomes E.164 where it parses, else its digits.
  /// Nil for what is never an id: empty, `null`, `undefined`, `none`, `0`, `anonymous`, `guest`, the zero UUID,
  /// over 200 characters.
  package init?(_ kind: Kind, _ text: String) {
    let value =
      switch kind {
      case .email: text.trimmedASCII.lowercased()
      case .phone: Self.phone(text.trimmedASCII)
      case .userId, .code, .anonymousId: text.trimmedASCII
      }
    guard !value.isEmpty, value.unicodeScalars.count <= Self.maximumLength,
      !Self.neverAnIdentifier.contains(value.lowercased())
    else { return nil }
    self.kind = kind
    self.text = ExactText(value)
  }

  private static let neverAnIdentifier: Set<String> = [
    "null", "undefined", "none", "0", "anonymous", "guest", "00000000-0000-0000-0000-000000000000",
  ]

  /// `+` and 8 to 15 digits where it starts with `+` or `00`, else the digits alone.
  private static func phone(_ text: String) -> String {
    let digits = String(text.filter { $0.isASCII && $0.isNumber })
    if text.hasPrefix("+"), (8...15).contains(digits.count) { return "+" + digits }
    if text.hasPrefix("00"), (8...15).contains(digits.count - 2) { return "+" + digits.dropFirst(2) }
    return digits
  }
}

extension String {
  /// Without ASCII white space at both ends.
  package var trimmedASCII: String {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    var rest = utf8[...].drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return String(Substring(rest))
  }
}
