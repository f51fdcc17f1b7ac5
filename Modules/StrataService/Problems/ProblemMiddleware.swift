import HTTPTypes
package import Hummingbird
import Logging
import NIOHTTP1
import SegmentModel

/// Turns whatever the handlers throw into a problem. What is thrown on purpose says itself; anything else is 500 with
/// the code `internal`, logged here and told to nobody.
package struct ProblemMiddleware<Context: RequestContext>: RouterMiddleware {
  private let saysMessage: Bool

  /// - Parameter saysMessage: see `Problem.body`.
  package init(saysMessage: Bool = false) {
    self.saysMessage = saysMessage
  }

  package func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPParserError {
      // The connection's own code answers what is not HTTP, and closes.
      throw error
    } catch {
      return problem(for: error, context: context).response(saysMessage: saysMessage)
    }
  }

  private func problem(for error: any Error, context: Context) -> Problem {
    switch error {
    case let problem as Problem: return problem
    case let input as InvalidInput: return .invalid(input)
    case let input as InputError: return .invalid(InvalidInput([input]))
    case let error as JSONError: return .notJSON(error)
    case is BlockingExecutor.Overloaded, is BodyShare.Exhausted: return .overloaded
    case is BlockingExecutor.Stopped, is CancellationError: return .stopping
    case let error as HTTPError where error.status.code < 500:
      return Problem(
        error.status, Self.code(of: error.status), error.body ?? "\(error.status.reasonPhrase).",
        headers: error.headers)
    default:
      context.logger.error(
        "request failed", metadata: ["error": "\(error)", "route": "\(context.endpointPath ?? "none")"])
      return .internalError
    }
  }

  /// `Not Found` → `notFound`.
  private static func code(of status: HTTPResponse.Status) -> String {
    let words = status.reasonPhrase.split(separator: " ").map { $0.lowercased() }
    return words.enumerated().map { index, word in
      index == 0 ? word : word.prefix(1).uppercased() + word.dropFirst()
    }.joined()
  }
}
