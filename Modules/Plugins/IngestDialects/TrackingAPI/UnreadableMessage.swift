import SegmentModel

/// A message that cannot be read, as it may be kept: its text, without the write key and the proof.
enum UnreadableMessage {
  static func text(of bytes: ArraySlice<UInt8>) -> String {
    String(
      decoding: members(of: bytes, without: "writeKey") { key, value in
        key == "context" ? members(of: value, without: "proof") { $1 } : value
      }, as: UTF8.self)
  }

  /// The object without the members of this name, and without those whose name cannot be read.
  private static func members(
    of bytes: ArraySlice<UInt8>, without secret: String,
    replacing value: (_ key: String, _ value: ArraySlice<UInt8>) -> ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    guard let members = try? JSONOutline.members(of: bytes) else { return bytes }
    var kept: [UInt8] = []
    for member in members {
      guard let key = try? JSONReader.read(bytes[member.key]).stringValue, key != secret else { continue }
      kept.append(kept.isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
      kept += bytes[member.key]
      kept.append(UInt8(ascii: ":"))
      kept += value(key, bytes[member.value])
    }
    return kept.isEmpty ? Array("{}".utf8)[...] : kept[...] + [UInt8(ascii: "}")]
  }
}
