/// What became of a request's messages, all of it on disk.
package struct IngestOutcome: Sendable, Equatable {
  package struct Indexed: Sendable, Equatable {
    package var index: Int
    package var rejection: Rejection

    package init(_ index: Int, _ rejection: Rejection) {
      self.index = index
      self.rejection = rejection
    }
  }

  package var accepted = 0
  /// Messages that had been taken before.
  package var duplicates = 0
  package var rejected: [Indexed] = []
  /// What of accepted messages was not done; for server sources only, since it tells who has which identifier.
  package var warnings: [Indexed] = []
  /// Place in the change feed from which on a reader sees all of it.
  package var position: Int64 = 0

  package init() {}
}
