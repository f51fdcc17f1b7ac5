package import SegmentStore

/// Why a call on segments or webhooks was refused, beside `InvalidInput`.
package enum ServiceError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such thing under this id.
  case notFound(String)
  /// The caller has seen an older revision than this one.
  case stale(current: Int64)
  /// Others use it.
  case inUse(by: [SegmentName])
  /// A bound of the service is reached; the sentence names it.
  case limitReached(String)
  /// The cursor is none of ours.
  case badCursor
  /// What the cursor keeps to is kept no longer, or another epoch has begun: start anew.
  case gone(String)
  /// The segment has never been built.
  case notBuilt(String)
  /// The segment could not be evaluated, and never was.
  case failed(String, why: String)

  /// Stable.
  package var code: String {
    switch self {
    case .notFound: "notFound"
    case .stale: "stale"
    case .inUse: "inUse"
    case .limitReached: "limitReached"
    case .badCursor: "badCursor"
    case .gone: "gone"
    case .notBuilt: "notBuilt"
    case .failed: "segmentFailed"
    }
  }

  package var description: String {
    switch self {
    case .notFound(let id): "There is no \"\(id)\"."
    case .stale(let current): "It has been changed meanwhile and is now at revision \(current); read it again."
    case .inUse(let users): "It is used by \(users.map { "\"\($0.name)\" (\($0.id))" }.joined(separator: ", "))."
    case .limitReached(let sentence): sentence
    case .badCursor: "The cursor is not one that was given out here."
    case .gone(let sentence): sentence
    case .failed(let id, let why): "The members of \(id) are not known, for it cannot be evaluated: \(why)"
    case .notBuilt(let id): "The members of \(id) are still being counted; try again."
    }
  }
}
