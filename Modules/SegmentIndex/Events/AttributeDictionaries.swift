import SegmentModel

/// The dictionaries of attributes, one for each name whatever the event: most values are the same in several.
///
/// Values that no event has any more stay as long as the index is in memory; files do not hold them.
final class AttributeDictionaries {
  private var dictionaries: [ExactText: ValueDictionary] = [:]

  init() {}

  func dictionary(of name: ExactText) -> ValueDictionary {
    if let known = dictionaries[name] { return known }
    let dictionary = ValueDictionary()
    dictionaries[name] = dictionary
    return dictionary
  }

  // MARK: On disk

  /// - Parameter used: the codes that events have, by the name of the attribute.
  func write(to file: IndexFileWriter, used: [ExactText: RowSet]) throws {
    let used = used.filter { $0.value.count > 0 }
    try file.write(used.count)
    for (name, codes) in used.sorted(by: { $0.key < $1.key }) {
      try file.write(name.text)
      try dictionary(of: name).write(to: file, used: codes)
    }
  }

  init(from file: IndexFileReader) throws {
    for _ in 0..<(try file.count()) {
      let name = ExactText(try file.text())
      dictionaries[name] = try ValueDictionary.read(from: file)
    }
  }

  var byteCount: Int { dictionaries.values.reduce(0) { $0 + $1.byteCount } }
}
