import Hummingbird

/// Gives each request its share of the budget, and takes it back when the request is answered or has failed.
struct BodyBudgetMiddleware<Context: RequestContext>: RouterMiddleware {
  let budget: BodyBudget

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let share = BodyShare(of: budget)
    defer { share.giveBack() }
    return try await BodyShare.$current.withValue(share) { try await next(request, context) }
  }
}
