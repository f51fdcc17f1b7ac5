import SegmentModel

extension JSONValue {
  /// An object with this member in place of those of its name; what is no object as it is.
  func setting(_ key: String, to value: JSONValue) -> JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(members.filter { $0.key != key } + [JSONMember(key, value)])
  }
}
