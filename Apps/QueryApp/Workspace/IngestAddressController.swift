import Foundation
import Hummingbird
import SegmentModel
import StrataService

/// `/ingest`: where the ingest server is, for the snippet that a page of the customer's holds.
struct IngestAddressController: Sendable {
  /// What the file may hold at most, in bytes.
  private static let maximumLength = 1000

  let services: QueryServices

  func addRoutes(to api: APIRoutes) {
    api.read.get("ingest", use: show)
  }

  /// `{address, isRunning}`. Without a server at work the address is the one that it has unless told otherwise.
  @Sendable private func show(_ request: Request, _ context: QueryContext) async throws -> Response {
    try SegmentsController.refuseParameters(request)
    let address = try await services.read { services in Self.address(in: services.settings.directory) }
    return .json([
      "address": .string(address ?? "http://localhost:\(ServerProgram.ingest.defaultPort)"),
      "isRunning": .boolean(address != nil),
    ])
  }

  /// What the ingest server of this data directory wrote at its start; it takes the file away at its end.
  private static func address(in directory: String) -> String? {
    let path = directory + "/" + ServerProgram.ingest.addressFileName
    guard let bytes = FileManager.default.contents(atPath: path), bytes.count <= maximumLength else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).trimmedASCII
    return text.isEmpty ? nil : text
  }
}
