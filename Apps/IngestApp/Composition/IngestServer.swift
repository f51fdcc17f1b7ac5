import Hummingbird
import IngestDialects
import Logging
import ServiceLifecycle
import StrataService

/// The ingest server: its routes over its services, and its run from start to end.
struct IngestServer {
  let services: IngestServices
  let http: HTTPService<ServiceContext>

  /// - Parameter publicURL: where clients reach it, where that is not the host that they address.
  init(_ services: IngestServices, publicURL: PublicURL? = nil, options: HTTPServiceOptions, logger: Logger) {
    self.services = services
    var options = options
    options.errorsSayMessage = true
    http = HTTPService(
      context: ServiceContext.self, options: options,
      middlewares: [CrossOriginMiddleware(sources: services.sources, dialects: Dialects.all)],
      readiness: services.readiness, metrics: services.metrics, logger: logger)
    IngestController(endpoint: services.endpoint, clock: services.clock, publicURL: publicURL)
      .addRoutes(of: Dialects.all, to: http.router)
    WidgetController().addRoutes(to: http.router)
  }

  /// Opens the data directory, serves until it is asked to stop, and closes everything.
  static func run(_ configuration: Configuration, logger: Logger) async throws {
    let settings = IngestSettings(configuration)
    let opening = BlockingExecutor(name: "open", threads: 1, queueLimit: 1)
    let services = try await opening.run { try IngestServices(settings, logger: logger) }
    await opening.shutdown()
    let options = HTTPServiceOptions(configuration, of: .ingest, openAPI: OpenAPIDocument.json)
    let server = IngestServer(
      services, publicURL: configuration[Settings.publicURL(of: .ingest)], options: options, logger: logger)
    var runner = ServerRunner(
      host: configuration[Settings.host(of: .ingest)], port: configuration[Settings.port(of: .ingest)],
      addressFile: settings.directory + "/" + ServerProgram.ingest.addressFileName, logger: logger)
    runner.services = [services.retention]
    runner.shutdownHooks = [.init("close") { try await services.close() }]
    try await runner.run(server.http)
  }
}
