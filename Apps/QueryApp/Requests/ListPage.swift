import Hummingbird
import SegmentModel
import StrataService

/// A page of a list: `{data, nextCursor}`, and what else the list says.
struct ListPage: Sendable {
  var data: [JSONValue]
  /// Where the next page begins; nil at the end.
  var nextCursor: String?
  var more: [JSONMember] = []

  var response: Response {
    .json(
      .object(
        [
          JSONMember("data", .array(data)), JSONMember("nextCursor", nextCursor.map { .string($0) } ?? .null),
        ] + more))
  }
}

extension QueryReader {
  mutating func limit() -> Int { integer("limit", in: RequestLimits.page) ?? RequestLimits.defaultPage }
}
