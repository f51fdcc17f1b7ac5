/// A property as stored: its value, or nil for a removal, with what decides between writes.
package struct StoredValue: Sendable, Equatable {
  package var value: Value?
  /// When the writer says that it was so; the later one wins, at equal times the one that arrived later.
  package var time: Instant
  /// Written by a server source, an import or the API: a browser source does not overwrite it.
  package var isTrusted: Bool

  package init(_ value: Value?, time: Instant, isTrusted: Bool) {
    self.value = value
    self.time = time
    self.isTrusted = isTrusted
  }
}
