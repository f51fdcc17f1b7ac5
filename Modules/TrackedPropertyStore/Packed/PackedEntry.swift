/// An entry of a packed record as it lies there: what it is, and where its payload is.
package struct PackedEntry: Sendable {
  /// The id of the name; from 1.
  package var name: Int64
  package var kind: PackedKind
  /// When the value was written, in epoch milliseconds; nil for an attribute of an event.
  package var time: Int64?
  /// Written by a server source, an import or the API.
  package var isTrusted: Bool
  /// Where the number's 8 bytes, the text or the elements lie in the record.
  package var payload: Range<Int>
  /// Where the whole entry lies in the record.
  package var extent: Range<Int>
}
