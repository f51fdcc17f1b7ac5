/// The requests that are under way, and so whether one more may begin: so many in all, to failing endpoints, to one
/// endpoint, and one a segment. In memory alone: after a restart nothing is under way.
///
/// Endpoints and segments are row ids. It holds at most ``DeliveryPolicy/requestsInAll`` entries.
package struct DeliverySlots: Sendable {
  /// The limit that a request ran into. `all`: nothing else can begin either; `failing`, `endpoint` and `segment`:
  /// try one of another endpoint that is well, of another endpoint, of another segment.
  package enum Limit: Sendable, Equatable {
    case all, failing, endpoint, segment
  }

  private struct Load {
    var requests = 0
    var segments: Set<Int64> = []
    var isFailing = false
  }

  private var loads: [Int64: Load] = [:]

  /// Requests under way, in all.
  package private(set) var requests = 0

  /// Requests under way to endpoints that are failing.
  package private(set) var requestsToFailing = 0

  package init() {}

  /// Takes a place for a request and returns nil, or says what it ran into.
  ///
  /// - Parameters:
  ///   - segment: nil for a message of no segment, such as `webhook.test`, which waits for no other.
  ///   - failing: whether the endpoint is; it then gets one request at a time, and only while none of those begun
  ///     before is under way.
  package mutating func take(endpoint: Int64, segment: Int64?, failing: Bool) -> Limit? {
    mark(endpoint: endpoint, failing: failing)
    if requests >= DeliveryPolicy.requestsInAll { return .all }
    if failing && requestsToFailing >= DeliveryPolicy.requestsToFailing { return .failing }
    var load = loads[endpoint] ?? Load(isFailing: failing)
    if load.requests >= (failing ? 1 : DeliveryPolicy.requestsToEndpoint) { return .endpoint }
    if let segment, !load.segments.insert(segment).inserted { return .segment }
    load.requests += 1
    loads[endpoint] = load
    requests += 1
    if failing { requestsToFailing += 1 }
    return nil
  }

  /// Gives back a place, with the ids that it was taken with. One that was not taken is left alone.
  package mutating func free(endpoint: Int64, segment: Int64?) {
    guard var load = loads[endpoint] else { return }
    if let segment {
      guard load.segments.remove(segment) != nil else { return }
    } else if load.requests == load.segments.count {
      return
    }
    load.requests -= 1
    loads[endpoint] = load.requests == 0 ? nil : load
    requests -= 1
    if load.isFailing { requestsToFailing -= 1 }
  }

  /// Says that an endpoint began to fail, or no longer does: what it has under way counts accordingly.
  package mutating func mark(endpoint: Int64, failing: Bool) {
    guard var load = loads[endpoint], load.isFailing != failing else { return }
    load.isFailing = failing
    loads[endpoint] = load
    requestsToFailing += failing ? load.requests : -load.requests
  }
}
