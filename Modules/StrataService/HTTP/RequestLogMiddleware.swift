import HTTPTypes
import Hummingbird
import Logging

/// Counts, times and logs every request by its route: never by its path or query, which hold keys and values of people.
struct RequestLogMiddleware<Context: RequestContext>: RouterMiddleware {
  private let level: Logger.Level
  private let requests: Counter
  private let seconds: Histogram
  private let inFlight: Gauge

  /// - Parameter level: of the line for a request that went well or was refused; one that failed here is a
  ///   warning; what is not there yet (501) has not failed.
  init(metrics: Metrics, level: Logger.Level) {
    self.level = level
    requests = metrics.counter(
      "strata_http_requests_total", "Requests answered.", labels: ["method", "route", "status"])
    seconds = metrics.histogram(
      "strata_http_request_seconds", "Time from a request's head to its answer's head.", labels: ["route"])
    inFlight = metrics.gauge("strata_http_requests_in_flight", "Requests being answered.")
  }

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let start = ContinuousClock.now
    inFlight.add(1)
    defer { inFlight.add(-1) }
    let response = try await next(request, context)
    let duration = ContinuousClock.now - start
    let route = context.endpointPath ?? "none"
    let method = Self.name(of: request.method)
    requests.increment(method, route, "\(response.status.code)")
    seconds.observe(duration, route)
    context.logger.log(
      level: level(for: response.status), "request",
      metadata: [
        "method": "\(method)", "route": "\(route)", "status": "\(response.status.code)",
        "ms": "\((duration.seconds * 10_000).rounded() / 10)",
      ])
    return response
  }

  func level(for status: HTTPResponse.Status) -> Logger.Level {
    status.code >= 500 && status != .notImplemented ? .warning : level
  }

  /// The methods that anything here answers; a client may send any word.
  private static func name(of method: HTTPRequest.Method) -> String {
    switch method {
    case .get, .head, .post, .put, .patch, .delete, .options: method.rawValue
    default: "other"
    }
  }
}
