import Hummingbird
import StrataService

/// `Strata-Min-Position: N`: the answer waits until what it is made of has taken in the change feed up to N, so that a
/// program that has just sent something to the ingest server sees it.
struct MinimumPositionMiddleware: RouterMiddleware {
  typealias Context = QueryContext

  static let fieldName = "Strata-Min-Position"

  let gate: PositionGate

  func handle(
    _ request: Request, context: QueryContext, next: (Request, QueryContext) async throws -> Response
  ) async throws -> Response {
    if let text = request.header(Self.fieldName) {
      guard let position = Int64(text), position >= 0 else {
        throw Problem.badRequest(
          "\(Self.fieldName) must be a position that the ingest server gave.", code: "badPosition")
      }
      guard try await gate.wait(for: position) else {
        throw Problem.unavailable(
          "Position \(position) of the change feed has not been reached within \(gate.patience.seconds) s.",
          code: "behind")
      }
    }
    return try await next(request, context)
  }
}
