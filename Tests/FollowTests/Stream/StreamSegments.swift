import SegmentModel
import SegmentStore
import SegmentSync
import TestSupport

/// The segments of a stream, each with its definition as a client would have it, and random edits of them.
struct StreamSegments {
  private let service: SegmentService
  /// In the order of their making.
  private(set) var saved: [OracleWorld.SavedSegment] = []
  private var nextName = 1
  private(set) var edits = 0
  private(set) var refusedEdits = 0

  init(_ service: SegmentService) {
    self.service = service
  }

  /// A segment of a name of its own.
  @discardableResult
  mutating func create(_ definition: JSONValue) throws -> String {
    let named = definition.replacing("name", by: .string("Segment \(nextName)"))
    let id = try service.create(named).id
    nextName += 1
    saved.append(OracleWorld.SavedSegment(id: id, definition: named))
    return id
  }

  /// Random ones until there are `count`, few of them empty or everyone.
  mutating func fill(to count: Int, in world: OracleWorld, at now: Instant, using generator: inout SplitMix64) throws {
    var random = Self.filters(in: world, saved, at: now, using: &generator)
    var judged = world
    judged.segments = saved
    var oracle = Oracle(judged)
    while saved.count < count {
      var definition = random.definition()
      for _ in 0..<8 {
        let members = try oracle.members(of: definition, now: now).count
        let isCompany = definition["contentType"]?.stringValue == "company"
        if members > 0, members < (isCompany ? world.companies.count : world.contacts.count) / 2 { break }
        definition = random.definition()
      }
      try create(definition)
      guard saved.count.isMultiple(of: 20), let last = saved.last else { continue }
      // Now and then later ones refer to one of these.
      random.mayReferTo(last)
      judged.segments = saved
      oracle = Oracle(judged)
    }
  }

  /// An edit, a deletion with a new one in its place, or an exception.
  mutating func change(in world: OracleWorld, at now: Instant, using generator: inout SplitMix64) throws {
    edits += 1
    do {
      switch generator.below(10) {
      case 0: try replaceOne(in: world, at: now, using: &generator)
      case 1..<4: try editOne(in: world, at: now, using: &generator)
      default: try makeException(in: world, at: now, using: &generator)
      }
    } catch is InvalidInput {
      // A circle, perhaps.
      refusedEdits += 1
    } catch is ServiceError {
      refusedEdits += 1
    }
  }

  private mutating func replaceOne(
    in world: OracleWorld, at now: Instant, using generator: inout SplitMix64
  ) throws {
    // Those of before are referred to.
    let place = saved.count - 1 - generator.below(saved.count / 2)
    try service.delete(saved[place].id, expecting: nil)
    saved.remove(at: place)
    var random = Self.filters(in: world, saved, at: now, using: &generator)
    try create(random.definition())
  }

  private mutating func editOne(in world: OracleWorld, at now: Instant, using generator: inout SplitMix64) throws {
    let place = generator.below(saved.count)
    let old = saved[place].definition
    let isCompany = old["contentType"] == "company"
    var random = Self.filters(in: world, saved, at: now, using: &generator)
    var drawn = random.definition()
    while (drawn["contentType"] == "company") != isCompany { drawn = random.definition() }
    // A parent is of the same content type, which this one keeps.
    guard let filter = drawn["filter"] else { return }
    let fields: JSONValue = ["filter": filter, "timeZone": drawn["timeZone"] ?? .null]
    _ = try service.patch(saved[place].id, with: fields, expecting: nil)
    saved[place].definition = old.replacing("filter", by: filter).replacing("timeZone", by: drawn["timeZone"] ?? .null)
  }

  private mutating func makeException(in world: OracleWorld, at now: Instant, using generator: inout SplitMix64) throws
  {
    let place = generator.below(saved.count)
    guard saved[place].definition["contentType"] != "company", let contact = generator.element(of: world.contacts)
    else {
      return
    }
    let until = generator.chance(0.6) ? now.advanced(milliseconds: generator.whole(1...100_000_000)) : nil
    let kind: SegmentService.ExceptionKind = generator.chance(0.5) ? .include : .exclude
    let exception = SegmentException(contact: contact.publicID, until: until)
    _ = try service.setException(kind, exception, of: saved[place].id, expecting: nil)
    let same = Set([contact.publicID] + (world.formerPublicIDs[contact.id] ?? []))
    var definition = saved[place].definition
    for key in ["include", "exclude"] {
      var entries = (definition[key]?.arrayValue ?? []).filter { !same.contains($0["contact"]?.stringValue ?? "") }
      if key == kind.rawValue {
        entries.append(["contact": .string(contact.publicID), "until": until.map { .string($0.description) } ?? .null])
      }
      definition = definition.replacing(key, by: .array(entries))
    }
    saved[place].definition = definition
  }

  private static func filters(
    in world: OracleWorld, _ saved: [OracleWorld.SavedSegment], at now: Instant, using generator: inout SplitMix64
  ) -> RandomFilter {
    var world = world
    world.segments = saved
    var subset = FilterSubset.whole
    subset.maximumDepth = 3
    let nows = [now, now.advanced(milliseconds: 3_600_000), now.advanced(milliseconds: 86_400_000)]
    return RandomFilter(
      world: world, nows: nows, subset: subset, generator: SplitMix64(seed: generator.next()))
  }
}

extension JSONValue {
  /// With a member in place of the one of that name, or beside the others.
  fileprivate func replacing(_ key: String, by value: JSONValue) -> JSONValue {
    .object((objectValue ?? []).filter { $0.key != key } + [JSONMember(key, value)])
  }
}
