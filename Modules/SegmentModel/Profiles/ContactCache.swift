/// Contacts by row id, weighed: four thousand may be a megabyte, or a thousand of them.
///
/// It bounds nothing by itself; whoever holds it empties it beyond `maximumBytes`.
package struct ContactCache: Sendable {
  /// Bytes of memory beyond which a cache is to be emptied.
  package static let maximumBytes = 64 << 20

  private var contacts: [Int64: (record: ContactRecord, bytes: Int)] = [:]
  /// Bytes of memory that all of them take, roughly.
  package private(set) var bytes = 0

  package init() {}

  package var count: Int { contacts.count }

  package subscript(id: Int64) -> ContactRecord? {
    get { contacts[id]?.record }
    set {
      let new = newValue.map { (record: $0, bytes: $0.memory) }
      bytes += (new?.bytes ?? 0) - (contacts[id]?.bytes ?? 0)
      contacts[id] = new
    }
  }

  package mutating func removeAll() {
    contacts.removeAll(keepingCapacity: true)
    bytes = 0
  }
}

extension ContactRecord {
  /// Bytes of memory that it takes, roughly.
  fileprivate var memory: Int {
    let values = [properties, tracked].reduce(0) { sum, named in
      named.reduce(sum) { $0 + 128 + $1.key.text.utf8.count + ($1.value.value?.memory ?? 0) }
    }
    return identifiers.reduce(256 + values) { $0 + 64 + $1.value.utf8.count }
  }
}

extension Value {
  fileprivate var memory: Int {
    switch self {
    case .scalar(let scalar): scalar.memory
    case .list(let elements): elements.reduce(0) { $0 + 32 + $1.memory }
    }
  }
}

extension Scalar {
  fileprivate var memory: Int {
    if case .text(let text) = self { text.utf8.count } else { 0 }
  }
}
