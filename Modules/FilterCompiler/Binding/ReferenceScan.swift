package import SegmentModel

/// Finds references that lead nowhere in a definition (or what is asked of a preview) that could not be read, so that all of its mistakes are told at
/// once: those of form by the reader, these by the library.
package struct ReferenceScan {
  private let library: any SegmentLibrary
  private var mistakes = MistakeCollector()

  package static func mistakes(in definition: JSONValue, _ library: any SegmentLibrary) -> [InputError] {
    var scan = ReferenceScan(library: library)
    if let parent = definition["parent"]?.stringValue {
      scan.segment(parent, at: JSONPointer.root.appending("parent"))
    }
    if let against = definition["against"]?.stringValue {
      scan.segment(against, at: JSONPointer.root.appending("against"))
    }
    if let filter = definition["filter"] { scan.node(filter, at: JSONPointer.root.appending("filter"), depth: 1) }
    return scan.mistakes.errors
  }

  private init(library: any SegmentLibrary) { self.library = library }

  private mutating func segment(_ id: String, at pointer: JSONPointer) {
    if library.definition(of: id) == nil { mistakes.add(pointer, .unknownSegment, "there is no segment \"\(id)\"") }
  }

  /// Looks no deeper than a filter may be.
  private mutating func node(_ json: JSONValue, at pointer: JSONPointer, depth: Int) {
    guard depth <= FilterLimits.depth else { return }
    for member in json.objectValue ?? [] {
      let place = pointer.appending(member.key)
      switch (member.key, member.value) {
      case ("all", .array(let nodes)), ("any", .array(let nodes)):
        for (index, each) in nodes.prefix(FilterLimits.nodes).enumerated() {
          node(each, at: place.appending(index), depth: depth + 1)
        }
      case ("not", let inner), ("company", let inner), ("contacts", let inner): node(inner, at: place, depth: depth + 1)
      case ("segment", .string(let id)): segment(id, at: place)
      case ("list", .string(let id)):
        if library.listName(of: id) == nil { mistakes.add(place, .unknownList, "there is no list \"\(id)\"") }
      default: continue
      }
    }
  }
}
