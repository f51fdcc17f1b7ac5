/// Is told what the pipeline does, for metrics and the log. Called on the writer's thread or a caller's: it must not
/// block.
package protocol IngestObserver: Sendable {
  /// A transaction is on disk.
  /// - Parameters:
  ///   - outcomes: one a request.
  ///   - duration: from its beginning to the disk.
  func committed(_ outcomes: [IngestOutcome], in duration: Duration)
  /// The store did not write, and the requests were answered with 503.
  func failed(_ error: any Error, requests: Int)
  /// The store writes again after a failure; nothing was sent that would have shown it.
  func recovered()
  /// A request was not taken, since too much waits or too much comes from one sender (429), or the server stops (503).
  func refused(_ refusal: IngestRefusal)
}
