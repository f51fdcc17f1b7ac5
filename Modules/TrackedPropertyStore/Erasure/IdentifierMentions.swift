import SegmentModel

/// Whether a refused message names one of some identifiers, however it is spelled.
///
/// Emails, phone numbers and long ids are found wherever they are. An id that may as well be a number or a word, `1` or
/// `gold`, counts only where an id stands; of what cannot be read that is not known, and it counts anywhere.
struct IdentifierMentions {
  private var emails: [String] = []
  private var phones: Set<String> = []
  private var ids: Set<String> = []
  private var commonIDs: Set<String> = []
  private let namesOfIDs: Set<String>

  /// - Parameter namesOfIDs: members of messages that hold ids, as the dialects say.
  init(of identifiers: some Collection<Identifier>, namesOfIDs: Set<String>) {
    self.namesOfIDs = Self.usualNames.union(namesOfIDs.map(Self.plain))
    for identifier in identifiers {
      switch identifier.kind {
      case .email: emails.append(identifier.value.lowercased())
      case .phone: phones.insert(identifier.value)
      case .userId, .code, .anonymousId:
        if Self.isCommon(identifier.value) {
          commonIDs.insert(identifier.value)
        } else {
          ids.insert(identifier.value)
        }
      }
    }
  }

  /// - Parameter bytes: JSON, or what somebody took for it.
  func areIn(_ bytes: [UInt8]) -> Bool {
    if JSONWords.contains(in: bytes, where: isMention) { return true }
    if commonIDs.isEmpty { return false }
    switch try? JSONReader.read(bytes[...]) {
    case let json? where json.objectValue != nil || json.arrayValue != nil: return isID(in: json, path: [])
    default: return JSONWords.contains(in: bytes, where: isCommonID)
    }
  }

  private func isMention(_ word: String) -> Bool {
    let text = word.trimmedASCII
    if ids.contains(text) || ids.contains(Self.behindColon(text)) { return true }
    if !emails.isEmpty, text.utf8.contains(UInt8(ascii: "@")) {
      let lower = text.lowercased()
      if emails.contains(where: lower.contains) { return true }
    }
    return !phones.isEmpty && text.utf8.allSatisfy(Self.isOfPhone)
      && Identifier(.phone, text).map { phones.contains($0.value) } ?? false
  }

  private static func isOfPhone(_ byte: UInt8) -> Bool {
    isDigit(byte) || "+-() ./".utf8.contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  // MARK: - Ids that may be something else

  private static let longestCommon = 11

  private static func isCommon(_ id: String) -> Bool {
    id.utf8.count <= longestCommon || id.utf8.allSatisfy(isDigit)
  }

  private func isCommonID(_ word: String) -> Bool {
    let text = word.trimmedASCII
    return commonIDs.contains(text) || commonIDs.contains(Self.behindColon(text))
  }

  /// Some write before an id what it is one of: `$device:7`.
  private static func behindColon(_ text: String) -> String {
    text.lastIndex(of: ":").map { String(text[text.index(after: $0)...]) } ?? text
  }

  /// - Parameter path: the keys above; a list has its own key's.
  private func isID(in json: JSONValue, path: [String]) -> Bool {
    switch json {
    case .object(let members):
      members.contains { isCommonID($0.key) || isID(in: $0.value, path: path + [$0.key]) }
    case .array(let elements): elements.contains { isID(in: $0, path: path) }
    case .string(let text):
      // A message within a text, whose keys are not looked at.
      if text.hasPrefix("{") || text.hasPrefix("[") {
        JSONWords.contains(in: Array(text.utf8), where: isCommonID)
      } else {
        isPlaceOfID(path) && isCommonID(text)
      }
    case .number, .largeInteger: isPlaceOfID(path) && isCommonID(json.cellText)
    case .boolean, .null: false
    }
  }

  private func isPlaceOfID(_ path: [String]) -> Bool {
    guard let key = path.last else { return true }
    let name = Self.plain(key)
    if namesOfIDs.contains(name) { return true }
    guard name == "id" else { return false }
    return path.count < 2 || Self.holdersOfID.contains(Self.plain(path[path.count - 2]))
  }

  /// `$distinct_id`, `distinctId` and `distinct-id` are one.
  private static func plain(_ key: String) -> String {
    String(decoding: key.lowercased().utf8.filter { !"$_-. ".utf8.contains($0) }, as: UTF8.self)
  }

  /// What people call ids in data of their own, whatever dialect that is sent in.
  private static let usualNames: Set<String> = [
    "userid", "user", "uid", "externalid", "customerid", "contactid", "memberid", "visitorid", "anonymousid", "code",
  ]

  /// What has an `id` that is a person's.
  private static let holdersOfID: Set<String> = [
    "user", "customer", "contact", "person", "traits", "context", "externalids", "set", "setonce", "tracked",
  ]
}
