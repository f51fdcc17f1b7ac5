/// The call of a dialect that takes one message as it was sent.
package struct IngestCall: Sendable, Hashable {
  package var dialect: String
  package var path: String

  package init(dialect: String, path: String) {
    self.dialect = dialect
    self.path = path
  }
}
