import EventIngest
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SegmentModel
import StrataService
import TestSupport
import TrackedPropertyStore

@testable import strata_ingest

extension Instant {
  static let noon = Instant(milliseconds: 1_795_521_600_000)
}

/// A whole ingest server over a data directory of its own, without a socket.
final class IngestFixture: Sendable {
  static let page = "http://localhost:8080"

  let directory: TemporaryDirectory
  let clock: ManualClock
  let services: IngestServices

  /// - Parameter directory: of an earlier fixture, closed.
  init(
    in directory: TemporaryDirectory? = nil, change: (inout IngestSettings) -> Void = { _ in }
  ) throws {
    self.directory = try directory ?? TemporaryDirectory()
    clock = ManualClock(.noon)
    var settings = IngestSettings(directory: self.directory.path)
    settings.clock = clock
    change(&settings)
    services = try IngestServices(settings, logger: Self.logger)
  }

  static var logger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

  var profiles: ProfileDatabase { services.profiles }

  func test(
    bodies: BodyLimits = BodyLimits(), _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
  ) async throws {
    var options = HTTPServiceOptions(
      allowedHosts: AllowedHosts(bound: "127.0.0.1"), openAPI: OpenAPIDocument.json)
    options.bodies = bodies
    let server = IngestServer(services, options: options, logger: Self.logger)
    try await server.http.application().test(.router) { try await body($0) }
  }

  /// - Returns: its write key.
  func makeSource(
    _ kind: Source.Kind, allowedOrigins: [String] = [], isKeyless: Bool = false
  ) throws -> (source: Source, writeKey: String) {
    try profiles.write { transaction in
      try transaction.createSource(
        name: "test", kind: kind, allowedOrigins: allowedOrigins, isKeyless: isKeyless, now: .noon)
    }.value
  }

  func contact(_ kind: Identifier.Kind, _ value: String) throws -> ContactRecord? {
    guard let identifier = Identifier(kind, value) else { return nil }
    return try profiles.read { try $0.contact(bearing: identifier) }
  }

  func status() throws -> ProfileStatus { try profiles.read { try $0.status() } }
}

extension TestClientProtocol {
  /// As a page of another origin sends it: text, so that the browser asks no permission.
  func post(
    _ path: String, _ body: String, origin: String? = IngestFixture.page, key: String? = nil,
    headers: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers = headers
    if let origin { headers[.origin] = origin }
    if let key { headers[.authorization] = "Bearer \(key)" }
    if headers[.contentType] == nil { headers[.contentType] = "text/plain;charset=UTF-8" }
    return try await execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
  }
}

extension TestResponse {
  var json: JSONValue? { try? JSONReader.read(body.readableBytesView) }

  var code: String? { json?["code"]?.stringValue }

  func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
}
