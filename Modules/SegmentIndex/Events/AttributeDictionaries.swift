import SegmentModel

/// The dictionaries of attributes, one for each name whatever the event: most values are the same in several.
///
/// Values that no event has any more stay as long as the index does.
final class AttributeDictionaries {
  private var dictionaries: [ExactText: ValueDictionary] = [:]

  func dictionary(of name: ExactText) -> ValueDictionary {
    if let known = dictionaries[name] { return known }
    let dictionary = ValueDictionary()
    dictionaries[name] = dictionary
    return dictionary
  }

  var byteCount: Int { dictionaries.values.reduce(0) { $0 + $1.byteCount } }
}
