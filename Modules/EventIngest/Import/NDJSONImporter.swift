package import SegmentModel

/// One JSON object a line. Two forms:
/// - flat: `userId` (or `id`), `anonymousId`, and everything else a property;
/// - with `properties` or `tracked`, objects: beside them the same ids, `identities` as the API writes them,
///   and basic properties.
///
/// `companies` lists companies that the contact belongs to, by group id or by our own id.
package struct NDJSONImporter: ContactImporter {
  private var lines: NDJSONLines

  package init(_ source: @escaping ByteSource) {
    lines = NDJSONLines(source)
  }

  package var fetched: Int { lines.fetched }

  package mutating func next(receivedAt: Instant) throws -> ContactRow? {
    guard let line = try lines.next() else { return nil }
    let content = Result { () throws(Rejection) in
      try ImportedContact(line.object.get()).message(receivedAt: receivedAt)
    }
    return ContactRow(line.number, line.text, receivedAt: receivedAt, content)
  }
}
