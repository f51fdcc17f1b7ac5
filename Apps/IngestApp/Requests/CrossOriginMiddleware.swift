import EventIngest
import HTTPTypes
import Hummingbird
import StrataService

/// Lets pages of other origins send messages and read the answers (https://fetch.spec.whatwg.org/#http-cors-protocol).
///
/// A preflight is granted to origins that some source allows. An answer may be read by whoever sent the message, a
/// refusal too: what a browser hides from a client looks like a broken network, and is sent again for ever. No cookie
/// is looked at, so that there is nothing to protect from a page that may send anyway.
struct CrossOriginMiddleware: RouterMiddleware {
  typealias Context = ServiceContext

  let sources: SourceCatalog
  /// First parts of the paths that pages send to.
  let roots: Set<String>

  /// What clients may send beside the headers that need no asking; whatever begins with `rsa-` too.
  private static let requestHeaders: Set<String> = [
    "content-type", "authorization", "anonymousid", "x-retry-count", "sentat",
  ]
  /// A day, which browsers cut to what they find right.
  private static let maximumAge = "86400"

  init(sources: SourceCatalog, dialects: [any IngestDialect]) {
    self.sources = sources
    roots = Set(dialects.flatMap(\.routes).compactMap { $0.path.split(separator: "/").first.map(String.init) })
  }

  func handle(
    _ request: Request, context: ServiceContext, next: (Request, ServiceContext) async throws -> Response
  ) async throws -> Response {
    guard let origin = request.headers[.origin],
      let root = request.uri.path.split(separator: "/").first, roots.contains(String(root))
    else { return try await next(request, context) }
    if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
      return await preflight(origin: origin, headers: request.headers[.accessControlRequestHeaders] ?? "")
    }
    var response: Response
    do {
      response = try await next(request, context)
    } catch let problem as Problem {
      response = problem.response(saysMessage: true)
    }
    response.headers[.accessControlAllowOrigin] = origin
    response.headers[.accessControlExposeHeaders] = "\(IngestResponse.positionHeader), Retry-After"
    response.headers[.vary] = "Origin"
    return response
  }

  private func preflight(origin: String, headers: String) async -> Response {
    do throws(IngestRefusal) {
      guard try await sources.mayHear(origin: origin) else {
        throw IngestRefusal(403, .originNotAllowed, "no source allows the origin \(origin); add it to a source")
      }
    } catch {
      return Response(error.response)
    }
    let granted = headers.lowercased().split(whereSeparator: { ", \t".contains($0) }).map(String.init).filter {
      Self.requestHeaders.contains($0) || $0.hasPrefix("rsa-")
    }
    return .noContent(headers: [
      .accessControlAllowOrigin: origin, .accessControlAllowMethods: "GET, POST",
      .accessControlAllowHeaders: granted.joined(separator: ", "), .accessControlMaxAge: Self.maximumAge,
      .vary: "Origin",
    ])
  }
}
