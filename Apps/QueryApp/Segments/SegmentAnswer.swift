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

  /// - Parameter warnings: of the filter, see `FilterWarnings`.
  init(_ segment: StoredSegment, usedBy users: [SegmentName], warnings: [JSONValue]) {
    id = segment.id
    revision = segment.revision
    json = .object(segment.json(usedBy: users) + [JSONMember("warnings", .array(warnings))])
  }

  var headers: HTTPFields { [.eTag: EntityTag(revision: Int(revision)).description] }

  var location: String { "\(APIRoutes.root)/segments/\(id)" }
}
