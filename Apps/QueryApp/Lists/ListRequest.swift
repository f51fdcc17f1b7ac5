import SegmentModel
import TrackedPropertyStore

/// A list as somebody asks for it: `{name, contacts: [id]}` or, to freeze a segment, `{name, segment}`.
struct ListRequest: Sendable {
  enum Source: Sendable {
    case contacts(ContactNames)
    /// Id of a segment.
    case segment(String)
  }

  let name: String?
  let source: Source
  /// What is wrong with the text by itself.
  let mistakes: [InputError]

  init(_ json: JSONValue) {
    var mistakes = MistakeCollector()
    let object = JSONObjectReader(json, at: .root, known: ["name", "contacts", "segment"], &mistakes)
    name = object?.name(upTo: ListLimits.nameLength.upperBound, &mistakes)
    let contacts = object.map { ContactNames("contacts", of: $0, &mistakes) } ?? ContactNames()
    let segment = object?["segment"] == .null ? nil : object?.text("segment", &mistakes)
    if let object, segment != nil, object.has("contacts") {
      mistakes.add(
        object.pointer.appending("segment"), .conflictingKeys, "says who is on the list, and so does \"contacts\"")
    }
    source = segment.map(Source.segment) ?? .contacts(contacts)
    self.mistakes = mistakes.errors
  }
}

/// Who is to come onto a list and who is to go: `{add?: [id], remove?: [id]}`.
struct ListChange: Sendable {
  let adding: ContactNames
  let removing: ContactNames
  /// What is wrong with the text by itself.
  let mistakes: [InputError]

  init(_ json: JSONValue) {
    var mistakes = MistakeCollector()
    let object = JSONObjectReader(json, at: .root, known: ["add", "remove"], &mistakes)
    adding = object.map { ContactNames("add", of: $0, &mistakes) } ?? ContactNames()
    removing = object.map { ContactNames("remove", of: $0, &mistakes) } ?? ContactNames()
    self.mistakes = mistakes.errors
  }

  /// Row ids of both. Blocks.
  /// - Throws: `InvalidInput` with every mistake.
  func rows(in profiles: ProfileDatabase) throws -> (adding: [Int64], removing: [Int64]) {
    var unknown = MistakeCollector()
    let (new, old) = (try adding.rows(in: profiles, &unknown), try removing.rows(in: profiles, &unknown))
    if !Set(new).isDisjoint(with: old) {
      unknown.add(
        JSONPointer.root.appending("remove"), .conflictingKeys, "names a contact that \"add\" names too")
    }
    let all = mistakes + unknown.errors
    if !all.isEmpty { throw InvalidInput(all) }
    return (new, old)
  }
}
