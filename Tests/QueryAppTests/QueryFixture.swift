import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import SegmentModel
import SegmentStore
import StrataService
import TestSupport
import TrackedPropertyStore

@testable import strata_query

/// A query server on a directory of its own, asked through its router.
struct QueryFixture: Sendable {
  static let start = Instant(milliseconds: 1_795_521_600_000)  // 2026-11-24T12:00:00Z

  let directory: TemporaryDirectory
  let clock: ManualClock
  let services: QueryServices
  let token: String

  init(
    directory: TemporaryDirectory? = nil, clock: ManualClock = ManualClock(start), publicURL: String? = nil,
    allowsPrivateWebhooks: Bool = false, patience: Duration = .seconds(60), lockPatience: Double = 10,
    askEvaluation: @escaping @Sendable (() -> Bool) -> Bool = { $0() }
  ) throws {
    let directory = try directory ?? TemporaryDirectory()
    self.directory = directory
    self.clock = clock
    var settings = QuerySettings(directory: directory.path(of: "data"))
    settings.clock = clock
    settings.patience = patience
    settings.lockPatience = lockPatience
    settings.askEvaluation = askEvaluation
    settings.allowsPrivateWebhooks = allowsPrivateWebhooks
    if let publicURL, case .value(let url) = PublicURL.read(publicURL) { settings.publicURL = url }
    services = try QueryServices(settings, logger: Self.logger)
    let file = URL(filePath: settings.directory).appending(path: AdminToken.fileName)
    token = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  func makeServer(logger: Logger = Self.logger) throws -> QueryServer {
    let options = HTTPServiceOptions(
      allowedHosts: AllowedHosts(bound: "127.0.0.1", publicURL: services.settings.publicURL),
      openAPI: try OpenAPIDocument.json())
    return QueryServer(services, options: options, logger: logger)
  }

  /// Runs the server for as long as `body`, which asks with the admin token.
  func test(
    _ setUp: TestingSetup = .router, logger: Logger = Self.logger,
    _ body: @Sendable (QueryClient) async throws -> Void
  ) async throws {
    let server = try makeServer(logger: logger)
    let application = server.http.application(
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
      services: server.backgroundServices)
    try await application.test(setUp) { client in
      // Previews are evaluated on what is followed.
      let written = try await services.read { try $0.profiles.read { try $0.feedPosition() } }
      _ = try await services.positions.wait(for: written)
      try await body(QueryClient(client: client, fields: ["Authorization": "Bearer \(token)"]))
    }
    try await services.close()
  }

  /// - Returns: the position of the change feed after it.
  @discardableResult
  func write(_ body: (ProfileWriteTransaction) throws -> Void) throws -> Int64 {
    try services.profiles.write { try body($0) }.position
  }

  /// Contacts with these user ids and one property.
  /// - Returns: the position of the change feed after it.
  @discardableResult
  func addContacts(_ ids: some Sequence<String>, plan: String = "gold") throws -> Int64 {
    try write { transaction in
      for id in ids {
        _ = try transaction.insertContact(
          ContactRecord(
            state: .customer, createdAt: Self.start,
            properties: ["plan": trusted(.text(plan))],
            identifiers: [Identifier(kind: .userId, stored: id)]))
      }
    }
  }
}

/// A value as a server source writes it.
func trusted(_ value: Value?) -> StoredValue {
  StoredValue(value, time: QueryFixture.start, isTrusted: true)
}
