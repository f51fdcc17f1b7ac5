import HTTPTypes
import Hummingbird
import Logging
import SegmentModel
import ServiceLifecycle
import StrataService
import Testing

/// The server on a real socket. Signals and the bound of ten seconds belong to the end-to-end tests, which have
/// processes of their own; here the service group that holds the runner takes the signal's part.
@Suite struct ServerRunnerTests {
  private struct Running: Service {
    let runner: ServerRunner
    let service: @Sendable () -> HTTPService<ServiceContext>
    let announce: @Sendable (String) -> Void

    func run() async throws { try await runner.run(service(), announce: announce) }
  }

  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  private func runner(port: Int = 0, addressFile: String? = nil) -> ServerRunner {
    var runner = ServerRunner(host: "127.0.0.1", port: port, addressFile: addressFile, logger: logger)
    runner.gracefulShutdownSignals = []
    return runner
  }

  /// Runs the server, gives `body` its port, then asks it to stop.
  private func serve(
    _ runner: ServerRunner,
    _ service: @escaping @Sendable () -> HTTPService<ServiceContext> = { ServiceFixture().service },
    body: (Int, ServiceGroup) async throws -> Void
  ) async throws {
    let (addresses, told) = AsyncStream.makeStream(of: String.self)
    let running = ServiceGroupConfiguration.ServiceConfiguration(
      service: Running(runner: runner, service: service) { told.yield($0) },
      successTerminationBehavior: .gracefullyShutdownGroup)
    let group = ServiceGroup(configuration: ServiceGroupConfiguration(services: [running], logger: logger))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        defer { told.finish() }
        try await group.run()
      }
      if let address = await addresses.first(where: { _ in true }) {
        let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
        #expect(address == "http://127.0.0.1:\(port)")
        try await body(port, group)
      }
      await group.triggerGracefulShutdown()
      try await tasks.waitForAll()
    }
  }

  @Test func addressIsWrittenWhileTheServerRuns() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.path + "/query.address"
    try await serve(runner(addressFile: path)) { port, _ in
      #expect(try ConfigurationFile.bytes(path: path) == Array("http://127.0.0.1:\(port)".utf8))
      let answer = try await Wire(port: port).exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200"))
    }
    #expect(throws: (any Error).self) { try ConfigurationFile.bytes(path: path) }
  }

  @Test func unknownHostIsRefused() async throws {
    try await serve(runner()) { port, _ in
      let answers = [
        "Host: evil.example:\(port)\r\n": 421, "Host: strata.example.com\r\n": 200,
        "Host: localhost\r\nHost: evil.example\r\n": 400, "": 400,
      ]
      for (hosts, status) in answers {
        let answer = try await Wire(port: port).exchange("GET /things/1 HTTP/1.1\r\n\(hosts)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(hosts)")
      }
    }
  }

  @Test func whatIsNotHTTPIsAnsweredWithAProblem() async throws {
    let many = (0..<300).map { "X-\($0): y\r\n" }.joined()
    try await serve(runner()) { port, _ in
      for request in ["nonsense", "GET / HTTP/1.1\r\nX\0: y", "GET / HTTP/1.1\r\n\(many)"] {
        let answer = try await Wire(port: port).exchange(request + "\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("Connection: close\r\n"))
        #expect(answer.contains("Content-Type: application/problem+json\r\n"))
        let body = try JSONReader.read(String(answer.split(separator: "\r\n\r\n").last ?? ""))
        #expect(body["code"] == "badHTTP" && body["detail"]?.stringValue?.isEmpty == false)
      }
    }
  }

  @Test func metricsAreOpenOnLoopbackUnlessAProxyAsks() async throws {
    try await serve(runner()) { port, _ in
      let answers = [
        "Host: 127.0.0.1:\(port)": 200, "Host: strata.example.com": 401,
        "Host: localhost\r\nX-Forwarded-For: 203.0.113.9": 401,
      ]
      for (fields, status) in answers {
        let answer = try await Wire(port: port).exchange("GET /metrics HTTP/1.1\r\n\(fields)\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(fields)")
      }
    }
  }

  @Test func largeBodyIsInvited() async throws {
    try await serve(runner()) { port, _ in
      let wire = try Wire(port: port)
      let head = "PUT /things/1 HTTP/1.1\r\nHost: localhost\r\nIf-Match: *\r\nContent-Length: 2\r\n"
      #expect(try await wire.exchange(head + "Expect: 100-continue\r\n\r\n").hasPrefix("HTTP/1.1 100"))
      #expect(try await wire.exchange("{}").hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test(arguments: [
    "HTTP/1.0\r\n", "HTTP/1.0\r\nConnection: keep-alive\r\n", "HTTP/1.1\r\nConnection: Close\r\n",
    "HTTP/1.1\r\nConnection: TE, close\r\n",
  ])
  func connectionIsClosedAfterItsLastRequest(fields: String) async throws {
    try await serve(runner()) { port, _ in
      let wire = try Wire(port: port)
      #expect(try await wire.exchange("GET /healthz \(fields)Host: localhost\r\n\r\n").hasPrefix("HTTP/1.1 200"))
      #expect(try await wire.isAtEnd())
    }
  }

  @Test func connectionIsKeptForAnotherRequest() async throws {
    try await serve(runner()) { port, _ in
      let wire = try Wire(port: port)
      for fields in ["", "Connection: keep-alive\r\n", ""] {
        let answer = try await wire.exchange("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\(fields)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 200"))
      }
    }
  }

  /// The time for a body is over as soon as it does not come with its head.
  private static let impatient: @Sendable () -> HTTPService<ServiceContext> = {
    var bodies = BodyLimits()
    bodies.time = .zero
    return ServiceFixture(bodies: bodies).service
  }

  private static let put = "PUT /things/1 HTTP/1.1\r\nHost: localhost\r\nIf-Match: *\r\nContent-Length: 2\r\n\r\n"

  @Test func bodyThatIsTooSlowIsAnsweredAndTheConnectionClosed() async throws {
    try await serve(runner(), Self.impatient) { port, _ in
      let wire = try Wire(port: port)
      // One that is whole is no matter; of the next only the half comes.
      #expect(try await wire.exchange(Self.put + "{}").hasPrefix("HTTP/1.1 200"))
      let answer = try await wire.exchange(Self.put + "{")
      #expect(answer.hasPrefix("HTTP/1.1 408 ") && answer.contains("Connection: close\r\n"), "\(answer)")
      #expect(answer.contains("\"code\":\"bodyTooSlow\""))
      #expect(try await wire.isAtEnd())
    }
  }

  @Test func slowBodyThatNobodyReadsEndsTheConnection() async throws {
    try await serve(runner(), Self.impatient) { port, _ in
      let wire = try Wire(port: port)
      let head = "POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n"
      #expect(try await wire.exchange(head + "{").hasPrefix("HTTP/1.1 400"))
      #expect(try await wire.isAtEnd())
    }
  }

  @Test func requestInHandIsFinishedBeforeTheHooksRunInOrder() async throws {
    let readiness = Readiness()
    let steps = Steps()
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    var runner = runner()
    struct Failing: Error {}
    runner.shutdownHooks = [
      .init("flush") { steps.add("flush") },
      .init("fail") { throw Failing() },
      .init("close") { steps.add("close") },
    ]
    let makeService: @Sendable () -> HTTPService<ServiceContext> = {
      let service = ServiceFixture(readiness: readiness).service
      service.router.get("/slow") { _, _ in
        arrived.yield()
        // Goes on when the server is already stopping: that is what "in hand" means.
        while !readiness.isStopping { await Task.yield() }
        steps.add("answer")
        return Response.json(["slow": true])
      }
      return service
    }
    try await serve(runner, makeService) { port, group in
      let wire = try Wire(port: port)
      try await wire.send("GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
      await arrivals.first { _ in true }
      await group.triggerGracefulShutdown()
      #expect(try await wire.receive().hasSuffix("{\"slow\":true}"))
    }
    #expect(steps.all == ["answer", "flush", "close"])
  }

  @Test func serviceThatFailsEndsTheServerAndTheHooksRun() async throws {
    struct Failed: Error, Equatable {}
    struct Failing: Service {
      func run() async throws { throw Failed() }
    }
    let steps = Steps()
    var runner = runner()
    runner.services = [Failing()]
    runner.shutdownHooks = [.init("close") { steps.add("close") }]
    await #expect(throws: Failed.self) { try await runner.run(ServiceFixture().service) { _ in } }
    #expect(steps.all == ["close"])
  }

  @Test func portThatIsTakenIsNamed() async throws {
    try await serve(runner()) { port, _ in
      let error = await #expect(throws: StartError.self) {
        try await runner(port: port).run(ServiceFixture().service) { _ in }
      }
      let text = try #require(error).description
      #expect(text.hasPrefix("cannot listen on http://127.0.0.1:\(port): "))
      #expect(text.contains("Address already in use"))
    }
  }

  @Test func addressFileThatCannotBeWrittenStopsTheStart() async throws {
    let error = await #expect(throws: StartError.self) {
      try await runner(addressFile: "/nowhere/query.address").run(ServiceFixture().service) { _ in }
    }
    #expect(try #require(error).description.contains("/nowhere/query.address"))
  }
}
