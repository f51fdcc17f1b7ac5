import FilterCompiler
import GRDB
import SQLiteBackend
import SegmentModel
import TestSupport
import TrackedPropertyStore

/// A world of the oracle's in a `profiles.sqlite` of its own, with everything that evaluates segments on it.
final class WorldInSQLite {
  let profiles: ProfileDatabase
  let backend: SQLiteBackend
  let compiler: SegmentCompiler
  private let directory = Result { try TemporaryDirectory() }

  init(_ world: OracleWorld, optimizer: PlanOptimizer = .standard) throws {
    let path = try directory.get().path
    profiles = try ProfileDatabase(
      in: DataDirectory(path: path), setUp: { ViewFunctions.register(on: $0) })
    backend = SQLiteBackend(profiles: profiles)
    _ = try profiles.write { try Self.store(world, in: $0) }
    try Self.giveNames(to: world, path: path + "/profiles.sqlite")
    _ = try profiles.write { try Self.merge(world, in: $0) }
    let library = try Library(world)
    let declarations = try backend.read { try $0.declarations() }
    compiler = SegmentCompiler(
      library: library, declarations: declarations, workspaceZone: Zone(world.zone) ?? .utc, optimizer: optimizer)
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

  func plan(of definition: JSONValue) throws -> LogicalPlan {
    try compiler.compile(try SegmentReader.read(definition)).plan
  }

  func members(of definition: JSONValue, at now: Instant) throws -> Set<Int64> {
    let plan = try plan(of: definition)
    return try backend.read { Set(try $0.members(of: plan, among: nil, at: now)) }
  }

  /// In the order of the ids, which the empty store gives again.
  private static func store(_ world: OracleWorld, in transaction: ProfileWriteTransaction) throws {
    for (name, unit) in world.datesOfContacts where !BasicProperty.keptByRules.contains(name) {
      try transaction.declareProperty(name, in: .contact, type: .datetime, unit: unit)
    }
    for (name, unit) in world.datesOfCompanies where !BasicProperty.keptByRules.contains(name) {
      try transaction.declareProperty(name, in: .company, type: .datetime, unit: unit)
    }
    for contact in world.contacts { _ = try transaction.insertContact(contact) }
    for company in world.companies { _ = try transaction.insertCompany(company) }
    for event in world.events { _ = try transaction.appendEvent(event) }
    for link in world.links { _ = try transaction.link(contact: link.contact, company: link.company) }
  }

  /// The public ids that the world's filters name, in place of those that the store made; and its lists.
  private static func giveNames(to world: OracleWorld, path: String) throws {
    try DatabaseQueue(path: path).write { database in
      for contact in world.contacts where !contact.publicID.isEmpty {
        try database.execute(literal: "UPDATE contact SET publicID = \(contact.publicID) WHERE id = \(contact.id)")
      }
      for company in world.companies where !company.publicID.isEmpty {
        try database.execute(literal: "UPDATE company SET publicID = \(company.publicID) WHERE id = \(company.id)")
      }
      for (id, contacts) in world.lists {
        try database.execute(literal: "INSERT INTO list (publicID, name, createdAt) VALUES (\(id), \(id), 0)")
        let row = database.lastInsertedRowID
        for contact in contacts {
          try database.execute(literal: "INSERT INTO listEntry (list, contact) VALUES (\(row), \(contact))")
        }
      }
    }
  }

  /// Who moves where is the store's; what becomes of the survivor's own values is told by the rules of identity.
  private static func merge(_ world: OracleWorld, in transaction: ProfileWriteTransaction) throws {
    for merge in world.merges { try transaction.mergeContact(merge.loser, into: merge.winner) }
    let winners = Set(world.merges.map(\.winner))
    for contact in world.resolved.contacts where winners.contains(contact.id) {
      try transaction.updateContact(contact)
    }
  }
}
