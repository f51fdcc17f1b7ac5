import Hummingbird
import SegmentStore

/// The routes under `/api/v1`, by what their caller must be allowed to do.
struct APIRoutes {
  static let root = "/api/v1"

  let read: RouterGroup<QueryContext>
  let write: RouterGroup<QueryContext>
  let admin: RouterGroup<QueryContext>

  init(router: Router<QueryContext>, services: QueryServices) {
    func group(_ scope: AccessScope) -> RouterGroup<QueryContext> {
      router.group(RouterPath(Self.root))
        .add(middleware: ServiceErrorMiddleware())
        .add(
          middleware: AccessMiddleware(
            authenticator: services.authenticator, sameOrigin: services.sameOrigin, scope: scope))
    }
    read = group(.read).add(middleware: MinimumPositionMiddleware(gate: services.positions))
    write = group(.write).add(middleware: services.idempotency)
    admin = group(.admin).add(middleware: services.idempotency)
  }
}
