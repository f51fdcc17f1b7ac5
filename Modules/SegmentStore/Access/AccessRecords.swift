package import SegmentModel

/// What a caller may do; each includes the ones before.
package enum AccessScope: String, Sendable, CaseIterable, Comparable {
  case read, write, admin

  package static func < (left: AccessScope, right: AccessScope) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// An API token; the text itself is never stored, only its hash (SHA-256, made by the caller).
package struct APIToken: Sendable, Equatable {
  /// `tok_…`.
  package var id: String
  package var name: String
  package var scopes: Set<AccessScope>
  package var createdAt: Instant
  /// From then on it is worth nothing; nil for never.
  package var expiresAt: Instant?
}

/// Who a browser is, by the hash of its cookie.
package struct BrowserSession: Sendable, Equatable {
  package var scopes: Set<AccessScope>
  package var createdAt: Instant
  package var expiresAt: Instant
}

/// What was answered to a POST that bore an `Idempotency-Key`, kept for 24 hours.
package struct StoredResponse: Sendable, Equatable {
  package var status: Int
  package var headers: [String: String]
  package var body: [UInt8]

  package init(status: Int, headers: [String: String] = [:], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// What an `Idempotency-Key` means for a request.
package enum IdempotencyClaim: Sendable, Equatable {
  /// Not seen before: carry it out, then store the answer or release the key.
  case new
  /// Carried out before: answer the same.
  case answered(StoredResponse)
  /// The first request with it is still under way.
  case underWay
  /// It was used for another request.
  case conflict
}
