import SegmentModel

/// Finds in a refused message what may name a person, wherever that stands and whether or not the message can be read,
/// so that of somebody erased nothing is kept.
///
/// Only hashes of the erased are there to compare with. So each text with an `@` is looked up as an email, and what
/// stands behind the name of an identifier, alone or in a list, as one of each kind.
struct ErasureMentions: Sendable {
  /// Identifiers of one message that are looked up; one with more is not kept.
  static let maximumCandidates = 2_000

  private let names: Set<String>

  /// - Parameter namesOfIDs: members of messages that hold ids, as the dialects say.
  init(namesOfIDs: Set<String> = []) {
    names = Self.usualNames.union(namesOfIDs.map(Self.plain))
  }

  /// What a message may name; nil where that is too much.
  func candidates(in body: JSONValue) -> Set<Identifier>? {
    // One that could not be read is kept as the string of its text.
    let bytes = body.stringValue.map { Array($0.utf8) } ?? body.bytes()
    var found: Set<Identifier> = []
    var isBehindName = false
    for piece in Pieces(bytes) {
      let text = piece.text
      if isBehindName { found.formUnion(Self.identifiers(text)) }
      if text.utf8.contains(UInt8(ascii: "@")) { found.formUnion([Identifier(.email, text)].compactMap(\.self)) }
      if found.count > Self.maximumCandidates { return nil }
      if piece.isKey { isBehindName = names.contains(Self.plain(text)) }
    }
    return found
  }

  private static func identifiers(_ text: String) -> [Identifier] {
    // Some write before an id what it is one of: `$device:7`.
    let bare = text.lastIndex(of: ":").map { String(text[text.index(after: $0)...]) }
    // Numbers of a list.
    let parts = text.split(separator: ",").map(String.init)
    return ([text] + [bare].compactMap(\.self) + (parts.count > 1 ? parts : [])).flatMap { text in
      Identifier.Kind.allCases.compactMap { Identifier($0, text) }
    }
  }

  /// `$distinct_id`, `distinctId` and `distinct-id` are one.
  private static func plain(_ name: String) -> String {
    String(decoding: name.lowercased().utf8.filter { !"$_-. ".utf8.contains($0) }, as: UTF8.self)
  }

  private static let usualNames: Set<String> = [
    "userid", "anonymousid", "previousid", "code", "email", "primaryemail", "phone", "primaryphone", "id",
  ]
}

/// The texts and numbers of JSON that may be cut short or damaged: what stands between two quotation marks, without
/// the marks of JSON around it.
private struct Pieces: Sequence, IteratorProtocol {
  struct Piece {
    var text: String
    /// Whether a colon follows.
    var isKey: Bool
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) {
    rest = bytes[...]
  }

  mutating func next() -> Piece? {
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\"")) ?? rest.endIndex
      let piece = Self.trimmed(rest[..<end])
      rest = rest[end...].dropFirst()
      if piece.isEmpty { continue }
      let isKey = rest.first { $0 > 0x20 } == UInt8(ascii: ":")
      return Piece(text: Self.text(piece), isKey: isKey)
    }
    return nil
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isMark = { (byte: UInt8) in byte <= 0x20 || "{}[],:\\".utf8.contains(byte) }
    var piece = bytes.drop(while: isMark)
    while let last = piece.last, isMark(last) { piece.removeLast() }
    return piece
  }

  private static func text(_ piece: ArraySlice<UInt8>) -> String {
    let quote = [UInt8(ascii: "\"")]
    if piece.contains(UInt8(ascii: "\\")), let text = try? JSONReader.read(quote + piece + quote).stringValue {
      return text
    }
    return String(decoding: piece, as: UTF8.self)
  }
}
