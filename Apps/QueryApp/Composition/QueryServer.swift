import Hummingbird
import Logging
import SegmentModel
import ServiceLifecycle
import StrataService

/// The query server: its routes over its services, and its run from start to end.
struct QueryServer {
  let services: QueryServices
  let http: HTTPService<QueryContext>

  init(_ services: QueryServices, options: HTTPServiceOptions, logger: Logger) {
    self.services = services
    let pages = PagesController(services: services)
    http = HTTPService(
      context: QueryContext.self, options: options, middlewares: [UnknownPlaceMiddleware(pages: pages)],
      readiness: services.readiness, metrics: services.metrics, logger: logger)
    let api = APIRoutes(router: http.router, services: services)
    PreviewController(services: services).addRoutes(to: api)
    ForecastController(services: services).addRoutes(to: api)
    ExplainController(services: services).addRoutes(to: api)
    SegmentsController(services: services).addRoutes(to: api)
    MembershipController(services: services).addRoutes(to: api)
    HistoryController(services: services).addRoutes(to: api)
    RevisionsController(services: services).addRoutes(to: api)
    ExportController(services: services).addRoutes(to: api)
    ExceptionsController(services: services).addRoutes(to: api)
    ContactsController(services: services).addRoutes(to: api)
    CompaniesController(services: services).addRoutes(to: api)
    ListsController(services: services).addRoutes(to: api)
    CatalogController(services: services).addRoutes(to: api)
    WebhooksController(services: services).addRoutes(to: api)
    StreamController(services: services).addRoutes(to: api)
    TokensController(services: services).addRoutes(to: api)
    SourcesController(services: services).addRoutes(to: api)
    SettingsController(services: services).addRoutes(to: api)
    DatesController(services: services).addRoutes(to: api)
    EventsController(services: services).addRoutes(to: api)
    IngestAddressController(services: services).addRoutes(to: api)
    pages.addRoutes(to: http.router)
    PageFilesController().addRoutes(to: http.router)
  }

  /// What runs beside the HTTP side.
  var backgroundServices: [any Service] {
    [
      LiveSegmentsService(live: services.live, index: services.index, readiness: services.readiness),
      IndexSavingService(index: services.index),
      CountStreamService(services: services, logger: http.logger),
    ]
  }

  /// Opens the data directory, serves until it is asked to stop, and closes everything.
  static func run(_ configuration: Configuration, logger: Logger) async throws {
    let opening = BlockingExecutor(name: "open", threads: 1, queueLimit: 1)
    let (services, code) = try await opening.run {
      let services = try QueryServices(QuerySettings(configuration), logger: logger)
      return (services, try services.signIn.makeCode())
    }
    await opening.shutdown()
    let options = HTTPServiceOptions(configuration, of: .query, openAPI: try OpenAPIDocument.json())
    let server = QueryServer(services, options: options, logger: logger)
    let link = SignInLink(code: code, publicURL: services.settings.publicURL)
    var runner = ServerRunner(
      host: configuration[Settings.host(of: .query)], port: configuration[Settings.port(of: .query)],
      addressFile: services.settings.directory + "/" + ServerProgram.query.addressFileName, logger: logger)
    runner.services = server.backgroundServices
    runner.shutdownHooks = [.init("close") { try await services.close() }]
    try await runner.run(server.http) { address in
      ServerRunner.print(address)
      link.print(address: address)
    }
  }
}
