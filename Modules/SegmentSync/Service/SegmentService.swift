package import FilterCompiler
package import SegmentModel
package import SegmentStore

/// Segments and webhooks as people and programs use them, over what is committed: reads, and writes that a running
/// `LiveSegments`, in this process or another, picks up. The query server and the CLI share it.
///
/// Every call blocks its thread.
package struct SegmentService: Sendable {
  /// Keys of our answers beside the definition; what was read can be sent back with them.
  package static let readOnlyKeys = [
    "id", "revision", "createdAt", "updatedAt", "words", "warnings", "usedBy", "state", "why", "count", "previous",
  ]

  let store: SegmentStore
  let profiles: any ProfileSnapshots
  let clock: any WallClock
  /// Says why nothing can be sent to a URL; nil where something can.
  let urlProblem: @Sendable (String) -> String?
  let standing: SyncStanding?
  let members: CurrentMembers
  /// Who writes, as it is kept with what is written.
  private(set) var author: String?

  /// - Parameters:
  ///   - standing: of a `LiveSegments` in this process.
  ///   - urlProblem: why nothing can be sent to a URL, as the destination sees it; nil where something can.
  package init(
    store: SegmentStore, profiles: any ProfileSnapshots, clock: any WallClock = SystemClock(),
    standing: SyncStanding? = nil, urlProblem: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.store = store
    self.profiles = profiles
    self.clock = clock
    self.standing = standing
    self.urlProblem = urlProblem
    members = CurrentMembers()
  }

  /// The same service, which keeps with each definition who wrote it.
  /// - Parameter author: for people.
  package func by(_ author: String?) -> SegmentService {
    var service = self
    service.author = author
    return service
  }

  /// What filters are compiled with now.
  package func compilerInputs() throws -> CompilerInputs {
    try profiles.read { try CompilerInputs($0) }
  }

  /// Compiles a definition that is not to be saved, with the saved segments that it refers to.
  /// - Throws: `InvalidInput`.
  package func compile(_ definition: SegmentDefinition) throws -> CompiledSegment {
    let inputs = try compilerInputs()
    return try store.read { reading in
      let library = StoredLibrary(reading)
      let result = Result { () throws(InvalidInput) in try inputs.compiler(library).compile(definition) }
      try library.check()
      return try result.get()
    }
  }

  /// Position in the change feed up to which members and counts are committed.
  package func position() throws -> Int64 {
    // The order matters: what waits is said before the position is there.
    let position = try store.read { try $0.service().position }
    return min(position, standing?.toldUntil ?? position)
  }

  func stored(_ id: String, _ reading: SegmentReading) throws -> StoredSegment {
    guard let segment = try reading.segment(id) else { throw ServiceError.notFound(id) }
    return segment
  }

  /// - Parameter revision: that the caller has seen; nil where it does not care.
  func check(_ revision: Int64?, against current: Int64) throws {
    if let revision, revision != current { throw ServiceError.stale(current: current) }
  }
}

/// The saved segments within one transaction, read as they are asked for.
final class StoredLibrary: SegmentLibrary {
  private let reading: SegmentReading
  private var definitions: [String: SegmentDefinition?]
  private var failure: (any Error)?

  /// - Parameter overriding: definitions that are to be taken for those stored.
  init(_ reading: SegmentReading, overriding: [String: SegmentDefinition] = [:]) {
    self.reading = reading
    definitions = overriding
  }

  func definition(of id: String) -> SegmentDefinition? {
    if let known = definitions[id] { return known }
    do {
      let definition = try reading.segment(id)?.definition
      definitions[id] = .some(definition)
      return definition
    } catch {
      failure = failure ?? error
      return nil
    }
  }

  /// The protocol has no way to say that reading failed; whoever used it asks here.
  func check() throws {
    if let failure { throw failure }
  }
}
