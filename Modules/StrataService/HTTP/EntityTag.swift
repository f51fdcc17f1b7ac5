import HTTPTypes
package import Hummingbird

/// A strong entity tag (RFC 9110, 8.8.3): which revision of a thing an answer shows.
package struct EntityTag: Sendable, Hashable, CustomStringConvertible {
  /// Without the quotes.
  package let text: String

  /// - Parameter text: without quotes and control characters.
  package init(_ text: String) {
    self.text = text
  }

  package init(revision: Int) {
    text = "\(revision)"
  }

  package var description: String { "\"\(text)\"" }
}

/// What an `If-Match` or `If-None-Match` field asks for.
package enum EntityTagCondition: Sendable, Equatable {
  /// `*`
  case any
  /// Of the weak ones only the text, apart.
  case tags(strong: Set<EntityTag>, weak: Set<EntityTag>)

  /// - Parameter text: the field's value; several fields joined by commas.
  /// - Returns: nil where it is no list of tags.
  package init?(_ text: String) {
    var rest = text.utf8[...]
    func skip(_ bytes: String) {
      while let first = rest.first, bytes.utf8.contains(first) { rest.removeFirst() }
    }
    skip(" \t")
    if rest.first == UInt8(ascii: "*") {
      rest.removeFirst()
      skip(" \t")
      guard rest.isEmpty else { return nil }
      self = .any
      return
    }
    var strong: Set<EntityTag> = []
    var weak: Set<EntityTag> = []
    skip(" \t,")
    while !rest.isEmpty {
      let isWeak = rest.starts(with: "W/".utf8)
      if isWeak { rest.removeFirst(2) }
      guard rest.first == UInt8(ascii: "\""), let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "\"")),
        let tag = String(rest[rest.index(after: rest.startIndex)..<end])
      else { return nil }
      if isWeak { weak.insert(EntityTag(tag)) } else { strong.insert(EntityTag(tag)) }
      rest = rest[rest.index(after: end)...]
      skip(" \t")
      guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return nil }
      skip(" \t,")
    }
    guard !strong.isEmpty || !weak.isEmpty else { return nil }
    self = .tags(strong: strong, weak: weak)
  }

  /// The strong comparison, which `If-Match` asks for: a weak tag never matches.
  package func matchesStrongly(_ tag: EntityTag) -> Bool {
    switch self {
    case .any: true
    case .tags(let strong, _): strong.contains(tag)
    }
  }

  package func matchesWeakly(_ tag: EntityTag) -> Bool {
    switch self {
    case .any: true
    case .tags(let strong, let weak): strong.contains(tag) || weak.contains(tag)
    }
  }
}

extension Request {
  /// The condition without which a write is not taken.
  /// - Throws: `Problem` 428 where there is none, 400 where it is not readable.
  package func requireIfMatch() throws -> EntityTagCondition {
    guard let condition = try condition(.ifMatch) else { throw Problem.preconditionRequired }
    return condition
  }

  /// Throws 428 without `If-Match`, 412 where `tag` is not in it.
  package func requireIfMatch(_ tag: EntityTag) throws {
    if try !requireIfMatch().matchesStrongly(tag) { throw Problem.stale(current: tag) }
  }

  /// Whether the client has this very answer already: then 304 is enough.
  package func hasCurrent(_ tag: EntityTag) -> Bool {
    (try? condition(.ifNoneMatch))?.matchesWeakly(tag) ?? false
  }

  private func condition(_ name: HTTPField.Name) throws -> EntityTagCondition? {
    let values = headers[values: name]
    if values.isEmpty { return nil }
    guard let condition = EntityTagCondition(values.joined(separator: ",")) else {
      throw Problem.badRequest("\(name.rawName) must be \"*\" or a list of ETags in quotes.", code: "badETag")
    }
    return condition
  }
}
