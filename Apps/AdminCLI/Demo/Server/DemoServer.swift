import Dispatch
import HTTPTypes
import Hummingbird
import Logging
import SegmentModel
import StrataService
import Synchronization
import TrackedPropertyStore

/// The demo page and the webhook receiver, on 127.0.0.1.
struct DemoServer: Sendable {
  /// Bytes of a webhook's body; ours are far smaller.
  private static let maximumBody = 4 << 20
  private static let host = "127.0.0.1"

  let workspace: Workspace
  let port: Int
  let page: DemoPage
  let console: Console

  /// Serves until SIGTERM or SIGINT. Blocks the calling thread, which must not be one of the cooperative pool.
  func run() throws {
    let webhook = DemoWebhook(workspace: workspace)
    guard let secret = try webhook.secretFile.read(), let verifier = WebhookVerifier(secret: secret) else {
      throw CommandFailure(
        .notFound, "\(workspace.directory.path) has no demo.secret; fill the directory first: strata demo.")
    }
    LineLogHandler.bootstrap(level: .notice)
    let service = service(verifier, logger: Logger(label: "demo"))
    let runner = ServerRunner(
      host: Self.host, port: port, addressFile: workspace.directory.file("demo.address"), logger: service.logger)
    let result = Mutex<Result<Void, any Error>>(.success(()))
    let done = DispatchSemaphore(value: 0)
    Task.detached {
      do {
        try await runner.run(service) { address in
          point(webhook, to: address)
          ServerRunner.print(address)
        }
      } catch {
        result.withLock { $0 = .failure(error) }
      }
      done.signal()
    }
    done.wait()
    try result.withLock { $0 }.get()
  }

  func service(_ verifier: WebhookVerifier, logger: Logger) -> HTTPService<ServiceContext> {
    let service = HTTPService(
      context: ServiceContext.self,
      options: HTTPServiceOptions(
        allowedHosts: AllowedHosts(bound: Self.host),
        openAPI: ["openapi": "3.1.0", "info": ["title": "Strata demo", "version": "1"], "paths": [:]]),
      readiness: Readiness(), metrics: Metrics(), logger: logger)
    service.router.get("/") { _, _ in pageResponse }
    service.router.post("webhook") { request, _ in try await receive(request, verifier) }
    return service
  }

  private var pageResponse: Response {
    var headers: HTTPFields = [.contentSecurityPolicy: page.policy, .cacheControl: "no-store"]
    // Without an origin the ingest server would refuse what the page sends in its last moment.
    if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "strict-origin-when-cross-origin" }
    return .text(page.html, type: "text/html; charset=utf-8", headers: headers)
  }

  private func receive(_ request: Request, _ verifier: WebhookVerifier) async throws -> Response {
    let body = Array(try await request.bytes(upTo: Self.maximumBody).readableBytesView)
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
    do {
      try verifier.verify(
        id: header("webhook-id"), timestamp: header("webhook-timestamp"), signatures: header("webhook-signature"),
        body: body, now: console.clock.now)
    } catch {
      throw Problem(.unauthorized, "badSignature", "The message is not verified: \(error.rawValue).")
    }
    let message: JSONValue
    do {
      message = try JSONReader.read(body)
    } catch {
      throw Problem.notJSON(error)
    }
    console.writeOutput(Array((WebhookLine.text(message) + "\n").utf8))
    return .noContent()
  }

  /// The webhook follows the receiver to where it really listens.
  private func point(_ webhook: DemoWebhook, to address: String) {
    do {
      try webhook.point(to: address)
    } catch {
      console.tell(FailureReport(error).text)
    }
  }
}
