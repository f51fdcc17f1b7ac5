import Hummingbird
import SegmentModel
import SegmentStore
import SegmentSync
import StrataService
import TrackedPropertyStore

/// Says the refusals of the stores and of the service of segments as problems.
struct ServiceErrorMiddleware: RouterMiddleware {
  typealias Context = QueryContext

  func handle(
    _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as ServiceError {
      throw Self.problem(error)
    } catch SegmentStoreError.busy {
      throw Problem.unavailable(SegmentStoreError.busy.description, code: "busy")
    } catch ProfileStoreError.busy {
      throw Problem.unavailable(ProfileStoreError.busy.description, code: "busy")
    }
  }

  private static func problem(_ error: ServiceError) -> Problem {
    switch error {
    case .notFound: .notFound(error.description)
    case .stale(let current): .stale(current: EntityTag(revision: Int(current)))
    case .inUse(let users):
      .conflict(
        error.description, code: error.code, members: [JSONMember("usedBy", .array(users.map(\.json)))])
    case .limitReached: .conflict(error.description, code: error.code)
    case .badCursor:
      .invalid(InvalidInput([InputError(JSONPointer.root.appending("cursor"), .badValue, error.description)]))
    case .gone: .gone(error.description)
    case .notBuilt: .unavailable(error.description, code: error.code)
    }
  }
}
