package import Hummingbird
package import Logging
package import NIOCore
package import SegmentModel
package import ServiceLifecycle

/// The HTTP side of a server: a router with everything that both servers share already on it. An app adds its routes
/// to `router`, then lets `ServerRunner` run `application(…)`; tests use `application()` without a socket.
///
/// What a request passes, from the outside: log and metrics, security headers, problems, allowed hosts, its share
/// of the memory for bodies, the app's `middlewares` (CORS), problems again for what the routes throw, known routes, the
/// route.
package struct HTTPService<Context: ServiceRequestContext> {
  package let router: Router<Context>
  package let readiness: Readiness
  package let metrics: Metrics
  package let logger: Logger

  private let routes = RouteTable()
  private let errorsSayMessage: Bool
  private let bodyTime: Duration

  package init(
    context: Context.Type, options: HTTPServiceOptions,
    middlewares: [any MiddlewareProtocol<Request, Response, Context>] = [], readiness: Readiness, metrics: Metrics,
    logger: Logger
  ) {
    self.readiness = readiness
    self.metrics = metrics
    self.logger = logger
    errorsSayMessage = options.errorsSayMessage
    bodyTime = options.bodies.time
    let budget = BodyBudget(limit: options.bodies.bytes)
    metrics.gauge("strata_http_body_bytes", "Memory that the bodies of requests in hand take.") { Double(budget.taken) }
    router = Router(context: context, options: [.autoGenerateHeadEndpoints])
    router.add(middleware: RequestLogMiddleware(metrics: metrics, level: options.requestLogLevel))
    router.add(middleware: SecurityHeadersMiddleware())
    router.add(middleware: ProblemMiddleware(saysMessage: options.errorsSayMessage))
    router.add(middleware: HostMiddleware(allowed: options.allowedHosts))
    router.add(middleware: BodyBudgetMiddleware(budget: budget))
    for middleware in middlewares { router.add(middleware: middleware) }
    if !middlewares.isEmpty { router.add(middleware: ProblemMiddleware(saysMessage: options.errorsSayMessage)) }
    router.add(middleware: RouteMiddleware(table: routes))
    HealthController(
      readiness: readiness, metrics: metrics, metricsToken: options.metricsToken, openAPI: options.openAPI
    ).addRoutes(to: router)
  }

  /// The application, once every route is on the router.
  package func application(
    configuration: ApplicationConfiguration = ApplicationConfiguration(), services: [any Service] = [],
    onServerRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
  ) -> Application<RouterResponder<Context>> {
    routes.fill(from: router)
    var frameworkLogger = logger
    // What the framework tells at `info` says nothing that we do not say ourselves.
    if frameworkLogger.logLevel == .info { frameworkLogger.logLevel = .notice }
    return Application(
      router: router, server: .http1(configuration: .strata(saysMessage: errorsSayMessage, bodyTime: bodyTime)),
      configuration: configuration, services: services, onServerRunning: onServerRunning, logger: frameworkLogger)
  }
}

package struct HTTPServiceOptions: Sendable {
  package var allowedHosts: AllowedHosts
  package var metricsToken: String?
  /// Whether the body of every problem also has `message` (the tracking API's clients need it).
  package var errorsSayMessage = false
  package var bodies = BodyLimits()
  /// Level of the line for a request that did not fail here.
  package var requestLogLevel = Logger.Level.debug
  /// The document of `/openapi.json`.
  package var openAPI: JSONValue

  package init(allowedHosts: AllowedHosts, openAPI: JSONValue) {
    self.allowedHosts = allowedHosts
    self.openAPI = openAPI
  }

  /// As the settings of a server say.
  package init(_ configuration: Configuration, of program: ServerProgram, openAPI: JSONValue) {
    allowedHosts = AllowedHosts(
      bound: configuration[Settings.host(of: program)], publicURL: configuration[Settings.publicURL(of: program)],
      more: configuration[Settings.allowedHosts(of: program)])
    metricsToken = configuration[Settings.metricsToken]
    self.openAPI = openAPI
  }
}
