/// Of whom erxes says a segment, condition or part to be; `contacts:customer` and `customer` are the same.
enum ErxesContent {
  case known(ContentType)
  /// Deals, tasks, tickets and other things that this product does not know.
  case unknown(String)

  init(_ text: String) {
    let word = text.split(separator: ":").last.map(String.init) ?? text
    self = ContentType(rawValue: word.folded).map { .known($0) } ?? .unknown(word)
  }
}

/// What the conditions of one segment are, by the ids of erxes.
struct ErxesBody {
  var contentType: ContentType
  /// The filter, with ids of erxes in its `segment` nodes.
  var filter: JSONValue
  /// Id of the parent.
  var parent: String?
  /// Ids in `segment` nodes and `parent`.
  var references: Set<String>
}
