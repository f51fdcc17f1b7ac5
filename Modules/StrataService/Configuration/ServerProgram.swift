/// The two servers, with what differs between them by name alone.
package enum ServerProgram: String, Sendable, CaseIterable {
  case ingest, query

  package var command: String { "strata-\(rawValue)" }

  package var defaultPort: Int {
    switch self {
    case .ingest: 3200
    case .query: 3300
    }
  }

  /// Name of the file in the data directory that holds the address while the server runs.
  package var addressFileName: String { "\(rawValue).address" }
}
