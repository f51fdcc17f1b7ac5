import SegmentStore

/// Who asks, and what that one may do.
struct Caller: Sendable, Equatable {
  /// The token's id, or `browser` and part of the session's hash: idempotency keys belong to it.
  var name: String
  /// Known by a cookie, which a browser also sends along when a page of somebody else asks it to.
  var isBrowser: Bool
  var scopes: Set<AccessScope>
  /// For people: what was written is kept with it.
  var title: String

  /// A scope includes the ones before it: `write` may read.
  func may(_ scope: AccessScope) -> Bool {
    scopes.contains { $0 >= scope }
  }
}
