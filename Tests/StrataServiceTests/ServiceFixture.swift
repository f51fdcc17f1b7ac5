import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SegmentModel
import StrataService

/// A service with a few routes, one for each thing that a handler can do.
struct ServiceFixture {
  let metrics = Metrics()
  let service: HTTPService<ServiceContext>

  init(
    readiness: Readiness = Readiness(), errorsSayMessage: Bool = false, metricsToken: String? = nil,
    bodies: BodyLimits = BodyLimits(),
    middlewares: [any MiddlewareProtocol<Request, Response, ServiceContext>] = []
  ) {
    var options = HTTPServiceOptions(
      allowedHosts: AllowedHosts(bound: "127.0.0.1", more: ["strata.example.com"]), openAPI: ["openapi": "3.1.0"])
    options.errorsSayMessage = errorsSayMessage
    options.metricsToken = metricsToken
    options.bodies = bodies
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    service = HTTPService(
      context: ServiceContext.self, options: options, middlewares: middlewares, readiness: readiness, metrics: metrics,
      logger: logger)
    Self.addRoutes(to: service.router)
  }

  private static func addRoutes(to router: Router<ServiceContext>) {
    router.get("/things/{id}") { _, context in
      Response.json(["id": .string(try context.pathParameter("id"))], headers: [.eTag: "\"3\""])
    }
    router.put("/things/{id}") { request, _ in
      try request.requireIfMatch(EntityTag(revision: 3))
      return Response.json(try await request.json(upTo: 100))
    }
    router.post("/things") { _, _ -> Response in
      throw InvalidInput([
        InputError(JSONPointer.root.appending("name"), .missingKey, "A thing needs a name."),
        InputError(JSONPointer.root.appending("size"), .wrongType, "The size must be a number."),
      ])
    }
    router.get("/errors/{kind}") { _, context -> Response in
      switch try context.pathParameter("kind") {
      case "overloaded": throw BlockingExecutor.Overloaded()
      case "teapot": throw HTTPError(.notAcceptable, message: "Not that.")
      case "unsupported": throw Problem.notSupported("The operator \"near\"")
      default: throw Leaking()
      }
    }
  }

  struct Leaking: Error, CustomStringConvertible {
    let description = "password of ada@example.com"
  }

  func test(_ body: @Sendable (any TestClientProtocol) async throws -> Void) async throws {
    try await service.application().test(.router) { try await body($0) }
  }
}

extension TestResponse {
  var json: JSONValue? { try? JSONReader.read(body.readableBytesView) }

  var code: String? { json?["code"]?.stringValue }
}
