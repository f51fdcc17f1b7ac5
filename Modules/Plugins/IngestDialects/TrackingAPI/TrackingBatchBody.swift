import EventIngest
import SegmentModel

/// The body of a batch call. Where it cannot be read for what a few of its messages hold, each is read by itself.
struct TrackingBatchBody {
  enum Message {
    case read(JSONValue)
    /// JSON by its structure, with something inside that is none: half of a surrogate pair, a number beyond a
    /// double, too deep nesting.
    case unreadable(ArraySlice<UInt8>, JSONError)
  }

  /// What stands beside the messages and is asked for: `writeKey`, `sentAt`.
  let members: JSONValue
  let messages: [Message]

  /// - Throws: `IngestRefusal` where it is no list of messages.
  static func read(_ bytes: [UInt8]) throws(IngestRefusal) -> TrackingBatchBody {
    let body: JSONValue
    do {
      body = try JSONReader.read(bytes)
    } catch {
      guard error.reason.isInsideOneValue else { throw .badJSON(error) }
      return try readInParts(bytes[...])
    }
    guard let messages = body["batch"]?.arrayValue else { throw noBatch }
    try check(count: messages.count)
    return TrackingBatchBody(members: body, messages: messages.map(Message.read))
  }

  private static func readInParts(_ bytes: ArraySlice<UInt8>) throws(IngestRefusal) -> TrackingBatchBody {
    do {
      var members: [JSONMember] = []
      var batch: ArraySlice<UInt8>?
      for member in try JSONOutline.members(of: bytes) {
        guard let key = try? JSONReader.read(bytes[member.key]).stringValue else { continue }
        switch key {
        case "batch": batch = bytes[member.value]
        case "writeKey", "sentAt": members.append(JSONMember(key, try JSONReader.read(bytes[member.value])))
        default: continue
        }
      }
      guard let batch, batch.first == UInt8(ascii: "[") else { throw noBatch }
      let elements = try JSONOutline.elements(of: batch)
      try check(count: elements.count)
      return TrackingBatchBody(members: .object(members), messages: try elements.map { try message(bytes[$0]) })
    } catch let refusal as IngestRefusal {
      throw refusal
    } catch let error as JSONError {
      throw .badJSON(error)
    } catch {
      throw noBatch
    }
  }

  /// - Throws: `JSONError` for what is not JSON by its structure either: the whole is then refused.
  private static func message(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> Message {
    do {
      return .read(try JSONReader.read(bytes))
    } catch {
      guard error.reason.isInsideOneValue else { throw error }
      return .unreadable(bytes, error)
    }
  }

  private static var noBatch: IngestRefusal {
    IngestRefusal(400, .badBody, "the body must be an object with a list of messages, `batch`")
  }

  private static func check(count: Int) throws(IngestRefusal) {
    if count > IngestLimits.batchMessages {
      throw IngestRefusal(
        413, .tooManyMessages, "a batch has at most \(IngestLimits.batchMessages) messages, not \(count)")
    }
  }
}

extension IngestRefusal {
  static func badJSON(_ error: JSONError) -> IngestRefusal {
    IngestRefusal(400, .badJSON, "the body is \(error)")
  }
}
