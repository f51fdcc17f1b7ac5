import EventIngest
import SegmentModel

/// One message of a body.
enum ListedMessage {
  case read(JSONValue)
  /// JSON by its structure, with something inside that is none: half of a surrogate pair, a number beyond a
  /// double, too deep nesting.
  case unreadable(ArraySlice<UInt8>, JSONError)

  var json: JSONValue? {
    if case .read(let json) = self { json } else { nil }
  }
}

/// The messages of a body. Where it cannot be read for what a few of them hold, each is read by itself.
struct MessageList {
  /// Where in a body messages stand.
  struct Shape {
    /// The member of an object that lists messages; nil: an object is a message itself.
    var listKey: String?
    /// Members beside the list that are asked for.
    var asked: Set<String> = []
    /// Whether a list without an object around it, and a message alone, are taken too.
    var takesOthers = true
  }

  /// What stands beside the list, or the message that came alone.
  let members: JSONValue
  let messages: [ListedMessage]
  /// One message, and no list around it.
  let isAlone: Bool

  /// Bytes of memory that a request of these messages takes while it waits.
  /// - Parameter body: bytes of its body.
  func memory(body: Int) -> Int {
    messages.reduce(body) { $0 + IngestBatch.memory(of: $1.json ?? .null) }
  }

  /// - Throws: 400 where it is no such body, 413.
  static func read(_ bytes: [UInt8], _ shape: Shape) throws(IngestRefusal) -> MessageList {
    let body: JSONValue
    do {
      body = try JSONReader.read(bytes)
    } catch {
      guard error.reason.isInsideOneValue else { throw .badJSON(error) }
      return try readInParts(bytes[...], shape, error)
    }
    if let key = shape.listKey, let listed = body[key] {
      guard let elements = listed.arrayValue else { throw shape.noList }
      return try list(of: elements, beside: body)
    }
    guard shape.takesOthers else { throw shape.noList }
    if let elements = body.arrayValue { return try list(of: elements, beside: .null) }
    return MessageList(members: body, messages: [.read(body)], isAlone: true)
  }

  private static func list(of elements: [JSONValue], beside members: JSONValue) throws(IngestRefusal) -> MessageList {
    try check(count: elements.count)
    return MessageList(members: members, messages: elements.map(ListedMessage.read), isAlone: false)
  }

  /// - Parameter error: what cannot be read, for a body that is one message alone.
  private static func readInParts(
    _ bytes: ArraySlice<UInt8>, _ shape: Shape, _ error: JSONError
  ) throws(IngestRefusal) -> MessageList {
    do {
      if shape.takesOthers, bytes.first(where: { !isSpace($0) }) == UInt8(ascii: "[") {
        return try list(in: bytes, beside: [])
      }
      guard let key = shape.listKey else { throw IngestRefusal.badJSON(error) }
      var members: [JSONMember] = []
      var listed: ArraySlice<UInt8>?
      for member in try JSONOutline.members(of: bytes) {
        guard let name = try? JSONReader.read(bytes[member.key]).stringValue else { continue }
        if name == key { listed = bytes[member.value] }
        if shape.asked.contains(name) {
          members.append(JSONMember(name, try JSONReader.read(bytes[member.value])))
        }
      }
      guard let listed else { throw shape.takesOthers ? IngestRefusal.badJSON(error) : shape.noList }
      guard listed.first == UInt8(ascii: "[") else { throw shape.noList }
      return try list(in: listed, beside: members)
    } catch let refusal as IngestRefusal {
      throw refusal
    } catch let error as JSONError {
      throw IngestRefusal.badJSON(error)
    } catch {
      throw shape.noList
    }
  }

  private static func list(in bytes: ArraySlice<UInt8>, beside members: [JSONMember]) throws -> MessageList {
    let elements = try JSONOutline.elements(of: bytes)
    try check(count: elements.count)
    return MessageList(
      members: .object(members), messages: try elements.map { try message(bytes[$0]) }, isAlone: false)
  }

  /// - Throws: `JSONError` for what is not JSON by its structure either: the whole is then refused.
  private static func message(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> ListedMessage {
    do {
      return .read(try JSONReader.read(bytes))
    } catch {
      guard error.reason.isInsideOneValue else { throw error }
      return .unreadable(bytes, error)
    }
  }

  private static func check(count: Int) throws(IngestRefusal) {
    if count > IngestLimits.batchMessages {
      throw IngestRefusal(
        413, .tooManyMessages, "a batch has at most \(IngestLimits.batchMessages) messages, not \(count)")
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}

extension MessageList.Shape {
  fileprivate var noList: IngestRefusal {
    let key = listKey.map { ", `\($0)`" } ?? ""
    return IngestRefusal(400, .badBody, "the body must be an object with a list of messages\(key)")
  }
}

extension IngestRefusal {
  static func badJSON(_ error: JSONError) -> IngestRefusal {
    IngestRefusal(400, .badJSON, "the body is \(error)")
  }
}

extension IngestBatch {
  /// Bytes of memory that a message takes as it was read and as it was understood, of which each is about as much.
  static func memory(of message: JSONValue) -> Int { MemoryLayout<IngestItem>.stride + 2 * message.memory }
}
