import Crypto
import HTTPTypes
import SegmentModel
import StrataService

extension EntityTag {
  /// Of what has no revision: what it says tells it apart.
  init(of json: JSONValue) {
    self.init(Base64URL.encode(SHA256.hash(data: json.bytes()).prefix(12)))
  }
}

extension EntityTagCondition {
  /// - Parameter current: what stands, as it is answered.
  /// - Throws: `Problem` 412 where the caller has seen something else.
  func require(_ current: JSONValue) throws {
    let tag = EntityTag(of: current)
    if !matchesStrongly(tag) { throw Problem.stale(current: tag) }
  }
}
