import Hummingbird
import SegmentModel
import StrataService

/// What `If-Match` asks of the revision of a thing.
struct RevisionCondition: Sendable {
  private let condition: EntityTagCondition?

  /// For writes that are not taken without it.
  /// - Throws: `Problem` 428, 400.
  static func required(_ request: Request) throws -> RevisionCondition {
    RevisionCondition(condition: try request.requireIfMatch())
  }

  /// For what may be asked without it (`…/pause`), which is held to it where it is given.
  static func optional(_ request: Request) throws -> RevisionCondition {
    RevisionCondition(condition: request.headers.contains(.ifMatch) ? try request.requireIfMatch() : nil)
  }

  /// - Parameter current: the revision that stands.
  /// - Returns: the revision that the write must still find; nil where any will do.
  /// - Throws: `Problem` 412.
  func expected(current: Int64) throws -> Int64? {
    guard let condition, condition != .any else { return nil }
    let tag = EntityTag(revision: Int(current))
    guard condition.matchesStrongly(tag) else { throw Problem.stale(current: tag) }
    return current
  }
}
