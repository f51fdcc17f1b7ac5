import FilterCompiler
import SQLiteBackend
import SegmentModel
import SegmentStore
import SegmentSync
import TrackedPropertyStore

/// What a reader of filters adds to definitions.
extension Workspace {
  /// - Parameters:
  ///   - now: nil for the live now.
  ///   - unsaved: definitions by ids that are not stored, and are referred to.
  func words(
    of definitions: [SegmentDefinition], at now: Instant? = nil, with unsaved: [String: SegmentDefinition] = [:]
  ) throws -> [String] {
    let labels = try profiles.read { try ProfileCatalog($0).labels() }
    return try segments.words(of: definitions, labels: labels, at: now, with: unsaved)
  }

  /// A segment as it is shown: its definition, how it stands, and its sentence.
  func answer(_ segment: StoredSegment, usedBy users: [SegmentName]) throws -> JSONValue {
    json(of: segment, usedBy: users, words: try words(of: [segment.definition]).joined())
  }

  func json(of segment: StoredSegment, usedBy users: [SegmentName], words: String) -> JSONValue {
    .object(segment.json(usedBy: users) + [JSONMember("words", .string(words))])
  }

  /// Tells people what is worth a second look in a filter.
  /// - Parameter now: nil for the live now.
  func tellWarnings(of definition: SegmentDefinition, at now: Instant? = nil, _ output: Output) throws {
    let zone = try segments.compilerInputs().zone
    let now = try now ?? self.now()
    let warnings = try profiles.read { profiles in
      try FilterWarnings.all(of: definition, facts: ProfileCatalog(profiles), workspaceZone: zone, now: now)
    }
    for warning in warnings {
      output.note(TableText.printable("Warning: \(warning.pointer): \(warning.detail) (\(warning.code.rawValue))"))
    }
  }
}
