import EventIngest
import SegmentModel

/// A message that cannot be read, as it may be kept.
enum UnreadableMessage {
  /// What is not kept, by the name of the object that holds it; of the message itself under the empty name.
  typealias Secrets = [String: Set<String>]

  static func item(
    _ bytes: ArraySlice<UInt8>, _ error: JSONError, index: Int, receivedAt: Instant, without secrets: Secrets
  ) -> IngestItem {
    IngestItem(
      index: index, receivedAt: receivedAt, body: .string(text(of: bytes, without: secrets)),
      content: .failure(
        Rejection(.unreadable, "at byte \(error.offset) of the message: \(error.reason.rawValue)")))
  }

  /// Its text without the secrets.
  private static func text(of bytes: ArraySlice<UInt8>, without secrets: Secrets) -> String {
    String(
      decoding: members(of: bytes, without: secrets[""] ?? []) { key, value in
        secrets[key].map { members(of: value, without: $0) { $1 } } ?? value
      }, as: UTF8.self)
  }

  /// The object without the members of these names, and without those whose name cannot be read.
  private static func members(
    of bytes: ArraySlice<UInt8>, without secrets: Set<String>,
    replacing value: (_ key: String, _ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    guard let members = try? JSONOutline.members(of: bytes) else { return bytes }
    var kept: [UInt8] = []
    for member in members {
      guard let key = try? JSONReader.read(bytes[member.key]).stringValue, !secrets.contains(key) else { continue }
      kept.append(kept.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
      kept += bytes[member.key]
      kept.append(UInt8(ascii: ":"))
      kept += value(key, bytes[member.value])
    }
    return kept.isEmpty ? Array("{}".utf8)[...] : kept[...] + [UInt8(ascii: "}")]
  }
}
