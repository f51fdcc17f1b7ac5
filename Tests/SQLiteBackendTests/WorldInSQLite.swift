import FilterCompiler
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

  init(_ world: OracleWorld) throws {
    profiles = try ProfileDatabase(
      in: DataDirectory(path: try directory.get().path), setUp: { ViewFunctions.register(on: $0) })
    backend = SQLiteBackend(profiles: profiles)
    _ = try profiles.write { try Self.store(world, in: $0) }
    let declarations = try backend.read { try $0.declarations() }
    var library: [String: SegmentDefinition] = [:]
    for saved in world.segments { library[saved.id] = try SegmentReader.read(saved.definition) }
    compiler = SegmentCompiler(
      library: library, declarations: declarations, workspaceZone: Zone(world.zone) ?? .utc)
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
}
