import Glibc
import SegmentModel

/// The optional JSON file of settings: one object, its keys those of the settings, its values strings, numbers,
/// booleans or lists of strings.
package struct ConfigurationFile {
  package static let maximumSize = 65_536

  /// Values as the environment would write them, by key.
  let texts: [String: String]

  init(
    path: String?, known: [any AnySetting], readFile: (String) throws -> [UInt8], mistakes: inout [String]
  ) {
    guard let path else {
      texts = [:]
      return
    }
    var texts: [String: String] = [:]
    do {
      guard case .object(let members) = try JSONReader.read(try readFile(path)) else {
        throw ConfigurationFileError("must hold one JSON object")
      }
      let keys = Set(known.map(\.key))
      for member in members {
        if !keys.contains(member.key) {
          let known = keys.sorted().joined(separator: ", ")
          mistakes.append("unknown key \"\(member.key)\" in \(path); known are \(known)")
        } else if texts[member.key] != nil {
          mistakes.append("key \"\(member.key)\" stands twice in \(path)")
        } else if let text = Self.text(of: member.value) {
          texts[member.key] = text
        } else {
          mistakes.append("\"\(member.key)\" in \(path) is \(member.value.kindName), which is no setting's value")
        }
      }
    } catch let error as JSONError {
      mistakes.append("\(path) is \(error)")
    } catch {
      mistakes.append("\(path) \(error)")
    }
    self.texts = texts
  }

  private static func text(of value: JSONValue) -> String? {
    switch value {
    case .string(let text): return text
    case .boolean, .number, .largeInteger: return value.text
    case .array(let elements):
      let texts = elements.compactMap(\.stringValue)
      return texts.count == elements.count ? texts.joined(separator: ",") : nil
    case .null, .object: return nil
    }
  }

  /// - Throws: an error whose description completes a sentence that begins with the path.
  package static func bytes(path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      throw ConfigurationFileError("cannot be opened: " + String(cString: strerror(errno)))
    }
    defer { fclose(file) }
    let bytes = [UInt8](unsafeUninitializedCapacity: maximumSize + 1) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
    if ferror(file) != 0 { throw ConfigurationFileError("cannot be read") }
    if bytes.count > maximumSize { throw ConfigurationFileError("is larger than \(maximumSize) bytes") }
    return bytes
  }
}

struct ConfigurationFileError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
