import SegmentModel

/// From a request to its answer, whatever the HTTP server: dialect → source → pipeline → dialect.
package struct IngestEndpoint<Log: ProfileLog, Directory: SourceDirectory>: Sendable {
  private let dialects: [any IngestDialect]
  private let directory: Directory
  private let pipeline: IngestPipeline<Log>

  /// - Parameter dialects: the first that has a path answers for it.
  package init(dialects: [any IngestDialect], directory: Directory, pipeline: IngestPipeline<Log>) {
    self.dialects = dialects
    self.directory = directory
    self.pipeline = pipeline
  }

  /// The methods that a path has; nil where no dialect has the path.
  package func methods(at path: String) -> [String]? {
    dialects.lazy.compactMap { $0.methods(at: path) }.first
  }

  package func respond(to request: IngestRequest) async -> IngestResponse {
    guard let dialect = dialects.first(where: { $0.methods(at: request.path) != nil }) else {
      return IngestRefusal(404, .notFound, "there is nothing at \(request.path)").response
    }
    do throws(IngestRefusal) {
      let methods = dialect.methods(at: request.path) ?? []
      guard methods.contains(request.method) else {
        throw IngestRefusal(
          405, .methodNotAllowed, "\(request.path) takes \(methods.joined(separator: ", "))", allow: methods)
      }
      let batch = try dialect.read(request)
      let source = try directory.source(writeKey: batch.writeKey, origin: request.origin)
      let outcome = try await pipeline.submit(batch, source: source)
      if batch.isSingle, let invalid = outcome.rejected.first {
        throw IngestRefusal(invalid.rejection, position: outcome.position)
      }
      return dialect.response(to: outcome, of: batch)
    } catch {
      return dialect.response(to: error)
    }
  }
}
