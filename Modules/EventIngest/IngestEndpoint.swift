import SegmentModel

/// From a request to its answer, whatever the HTTP server: dialect → source → rates → pipeline → dialect.
package struct IngestEndpoint<Log: ProfileLog, Directory: SourceDirectory>: Sendable {
  private let directory: Directory
  private let rates: IngestRates
  private let pipeline: IngestPipeline<Log>

  package init(directory: Directory, rates: IngestRates = IngestRates(), pipeline: IngestPipeline<Log>) {
    self.directory = directory
    self.rates = rates
    self.pipeline = pipeline
  }

  /// - Parameter hold: told how many bytes of memory the messages take beside the body; throws where that is too much.
  package func respond(
    to request: IngestRequest, in dialect: some IngestDialect, hold: (Int) throws(IngestRefusal) -> Void = { _ in }
  ) async -> IngestResponse {
    do throws(IngestRefusal) {
      if let question = dialect.question(in: request) {
        let source = try await source(writeKeys: [question.writeKey].compactMap(\.self), of: request, isQuestion: true)
        try admit(1, of: source, request)
        return question.answer
      }
      let batch = try read(request, in: dialect)
      try hold(batch.memory - request.body.count)
      let keys = [batch.writeKey].compactMap(\.self) + batch.otherKeys
      let source = try await source(writeKeys: keys, of: request)
      try admit(batch.items.count, of: source, request)
      let outcome = try await pipeline.submit(batch, source: source)
      if batch.isSingle, let invalid = outcome.rejected.first {
        throw IngestRefusal(invalid.rejection, position: outcome.position)
      }
      return dialect.response(to: outcome, of: batch)
    } catch {
      var response = dialect.response(to: error)
      // A browser that talks to its own origin would ask whoever sees the page for a name and a password.
      if request.isOfAPage { response.headers[IngestResponse.challengeHeader] = nil }
      return response
    }
  }

  /// Whether the request bears, outside its body, the key of a server: those of pages are there for anyone to read.
  package func isOfServer(_ request: IngestRequest) async -> Bool {
    for key in request.keysOutsideBody {
      if let source = try? await directory.source(writeKey: key), source.kind == .server, source.revokedAt == nil {
        return true
      }
    }
    return false
  }

  /// The answer to a request whose body cannot be had.
  package func respond(
    to request: IngestRequest, with refusal: IngestRefusal, in dialect: some IngestDialect
  ) -> IngestResponse {
    do throws(IngestRefusal) {
      try count(refusal, of: request)
      return dialect.response(to: refusal)
    } catch {
      return dialect.response(to: error)
    }
  }

  private func read(_ request: IngestRequest, in dialect: some IngestDialect) throws(IngestRefusal) -> IngestBatch {
    do throws(IngestRefusal) {
      return try dialect.read(request)
    } catch {
      try count(error, of: request)
      throw error
    }
  }

  /// - Throws: 429, which the observer is told of.
  private func admit(_ messages: Int, of source: Source?, _ request: IngestRequest) throws(IngestRefusal) {
    do throws(IngestRefusal) {
      try rates.admit(messages: messages, of: source, request)
    } catch {
      pipeline.observer?.refused(error)
      throw error
    }
  }

  /// What cannot be read is of nobody whose key is known.
  /// - Throws: 429 to an address that sends too much of it.
  private func count(_ refusal: IngestRefusal, of request: IngestRequest) throws(IngestRefusal) {
    if (400..<429).contains(refusal.status) { try admit(1, of: nil, request) }
  }

  /// - Throws: 401, or 429 to an address that tries too often.
  private func source(
    writeKeys: [String], of request: IngestRequest, isQuestion: Bool = false
  ) async throws(IngestRefusal) -> Source {
    do throws(IngestRefusal) {
      return try await directory.source(writeKeys: writeKeys, of: request, isQuestion: isQuestion)
    } catch {
      if error.status == 401 { try admit(1, of: nil, request) }
      throw error
    }
  }
}
