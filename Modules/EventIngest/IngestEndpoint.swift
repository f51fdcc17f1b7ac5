import SegmentModel

/// From a request to its answer, whatever the HTTP server: dialect → source → pipeline → dialect.
package struct IngestEndpoint<Log: ProfileLog, Directory: SourceDirectory>: Sendable {
  private let directory: Directory
  private let pipeline: IngestPipeline<Log>

  package init(directory: Directory, pipeline: IngestPipeline<Log>) {
    self.directory = directory
    self.pipeline = pipeline
  }

  package func respond(to request: IngestRequest, in dialect: some IngestDialect) async -> IngestResponse {
    do throws(IngestRefusal) {
      let batch = try dialect.read(request)
      let source = try await directory.source(writeKey: batch.writeKey, origin: request.origin)
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
