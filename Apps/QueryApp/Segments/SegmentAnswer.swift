import HTTPTypes
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService

/// A segment as it is answered: its definition, and what a reader of filters adds.
struct SegmentAnswer: Sendable {
  var id: String
  var revision: Int64
  var json: JSONValue

  /// - Parameters:
  ///   - words: the definition as a sentence.
  ///   - warnings: `[{pointer, code, detail}]`, see `FilterWarnings`.
  init(_ segment: StoredSegment, usedBy users: [SegmentName], words: String, warnings: [JSONValue]) {
    id = segment.id
    revision = segment.revision
    json = .object(
      segment.json(usedBy: users) + [JSONMember("words", .string(words)), JSONMember("warnings", .array(warnings))])
  }

  var headers: HTTPFields { [.eTag: EntityTag(revision: Int(revision)).description] }

  var location: String { "\(APIRoutes.root)/segments/\(id)" }
}
