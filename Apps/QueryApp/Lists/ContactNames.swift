import SegmentModel
import TrackedPropertyStore

/// Contacts that a body lists, each by its id or an identifier, with their places.
struct ContactNames: Sendable {
  private var references: [(pointer: JSONPointer, text: String, reference: ContactReference)] = []

  /// Nobody.
  init() {}

  /// Reports what names nobody that could be.
  init(_ key: String, of object: JSONObjectReader, _ mistakes: inout MistakeCollector) {
    guard let json = object[key], json != .null else { return }
    let pointer = object.pointer.appending(key)
    guard let elements = json.arrayValue else {
      mistakes.add(pointer, .wrongType, "must be a list, not \(json.kindName)")
      return
    }
    if elements.count > RequestLimits.listedContacts {
      mistakes.add(pointer, .tooMany, "has over \(RequestLimits.listedContacts) contacts; send them in parts")
      return
    }
    for (index, element) in elements.enumerated() where mistakes.errors.count < RequestLimits.toldMistakes {
      let place = pointer.appending(index)
      guard let text = element.stringValue else {
        mistakes.add(place, .wrongType, "must be a string, not \(element.kindName)")
        continue
      }
      do {
        references.append((place, text, try ContactReference(text)))
      } catch {
        mistakes.add(place, .badValue, error.description)
      }
    }
  }

  /// Row ids of those that there are, in the order of the text; reports the others. Blocks.
  func rows(in profiles: ProfileDatabase, _ mistakes: inout MistakeCollector) throws -> [Int64] {
    var rows: [Int64] = []
    var rest = references[...]
    while !rest.isEmpty, mistakes.errors.count < RequestLimits.toldMistakes {
      let slice = rest.prefix(Self.resolvedAtOnce)
      let found = try profiles.read { profiles in try slice.map { try profiles.contactID($0.reference) } }
      for (each, row) in zip(slice, found) {
        if let row {
          rows.append(row)
        } else {
          mistakes.add(each.pointer, .unknownContact, "there is no contact \"\(each.text)\"")
        }
      }
      rest = rest.dropFirst(Self.resolvedAtOnce)
    }
    return rows
  }

  /// Contacts looked up in one read.
  private static let resolvedAtOnce = 1000
}
