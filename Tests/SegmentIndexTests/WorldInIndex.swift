import FilterCompiler
import SegmentIndex
import SegmentModel
import TestSupport

/// A world of the oracle's in an index, with everything that evaluates segments on it.
final class WorldInIndex {
  let index = ProfileIndex()
  let compiler: SegmentCompiler

  init(_ world: OracleWorld, optimizer: PlanOptimizer = .standard) throws {
    compiler = try WorldCompiler.compiler(of: world, optimizer: optimizer)
    for company in world.companies { try index.put(company) }
    for contact in world.contacts { try index.put(contact) }
    for event in world.events { try index.append(event) }
    for link in world.links { try index.link(contact: link.contact, company: link.company) }
    for (list, contacts) in world.lists {
      for contact in contacts { try index.setEntry(of: contact, in: list, to: true) }
    }
    for merge in world.merges { try index.removeContact(merge.loser) }
    let resolved = world.resolved
    var formerIDs: [Int64: [String]] = [:]
    for merge in world.merges {
      let lost = world.contacts.filter { $0.id == merge.loser }.map(\.publicID)
      formerIDs[merge.winner, default: []] += lost + (formerIDs.removeValue(forKey: merge.loser) ?? [])
    }
    for (winner, ids) in formerIDs { try index.give(contact: winner, of: resolved, formerPublicIDs: ids) }
  }

  func plan(of definition: JSONValue) throws -> LogicalPlan {
    try compiler.compile(try SegmentReader.read(definition)).plan
  }

  func members(of definition: JSONValue, at now: Instant) throws -> Set<Int64> {
    Set(try IndexEvaluator(index).members(of: try plan(of: definition), among: nil, at: now))
  }
}

/// Compiles the segments of a world.
enum WorldCompiler {
  static func compiler(of world: OracleWorld, optimizer: PlanOptimizer = .standard) throws -> SegmentCompiler {
    var declarations = PropertyDeclarations.basic
    for (name, unit) in world.datesOfContacts { declarations.declare(PropertyKey(.contact, name), datetimeIn: unit) }
    for (name, unit) in world.datesOfCompanies { declarations.declare(PropertyKey(.company, name), datetimeIn: unit) }
    return SegmentCompiler(
      library: try Library(world), declarations: declarations, workspaceZone: Zone(world.zone) ?? .utc,
      optimizer: optimizer)
  }

  private struct Library: SegmentLibrary {
    private var segments: [String: SegmentDefinition] = [:]
    private let lists: Set<String>

    init(_ world: OracleWorld) throws {
      lists = Set(world.lists.keys)
      for saved in world.segments { segments[saved.id] = try SegmentReader.read(saved.definition) }
    }

    func definition(of id: String) -> SegmentDefinition? { segments[id] }
    func listName(of id: String) -> String? { lists.contains(id) ? id : nil }
  }
}

extension ProfileIndex {
  /// A contact as it is in a world without merges left to do, with all that belongs to it: what a follower of the
  /// feed does for the winner of a merge.
  func give(contact id: Int64, of world: OracleWorld, formerPublicIDs: [String]) throws {
    guard let contact = world.contacts.first(where: { $0.id == id }) else { return }
    try put(contact, formerPublicIDs: formerPublicIDs)
    try setEvents(of: id, to: world.events.filter { $0.contact == id })
    for link in world.links where link.contact == id { try self.link(contact: id, company: link.company) }
    for (list, contacts) in world.lists { try setEntry(of: id, in: list, to: contacts.contains(id)) }
  }
}
