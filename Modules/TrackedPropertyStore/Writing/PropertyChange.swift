import SegmentModel

/// A property of which what is stored differs from what is to be stored.
struct PropertyChange {
  var property: NameCache.Property
  var old: Value?
  var new: Value?

  /// What differs between two sets of properties of one space.
  static func between(
    _ old: [ExactText: StoredValue], _ new: [ExactText: StoredValue], in space: PropertySpace
  ) -> [PropertyChange] {
    var changes: [PropertyChange] = []
    for (name, value) in new {
      let stored = old[name]
      if stored == value { continue }
      changes.append(
        PropertyChange(property: .init(space: space, name: name.text), old: stored?.value, new: value.value))
    }
    for (name, value) in old where new[name] == nil {
      changes.append(PropertyChange(property: .init(space: space, name: name.text), old: value.value, new: nil))
    }
    return changes
  }
}
