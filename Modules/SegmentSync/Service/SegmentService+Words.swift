package import FilterCompiler
package import SegmentModel
import SegmentStore

/// Definitions in words.
extension SegmentService {
  /// The sentence of each definition, with the names of the segments, lists and contacts that it refers to.
  /// - Parameters:
  ///   - labels: of properties, as the catalog has them.
  ///   - now: at which date math is resolved; nil for the live now.
  ///   - unsaved: definitions by ids that are not stored, and are referred to.
  package func words(
    of definitions: [SegmentDefinition], labels: [PropertyKey: String], at now: Instant? = nil,
    with unsaved: [String: SegmentDefinition] = [:]
  ) throws -> [String] {
    let inputs = try compilerInputs()
    return try store.read { reading in
      let segments = StoredLibrary(reading, overriding: unsaved)
      let now = try now ?? self.now(reading)
      let words = SegmentWords(
        library: inputs.library(segments), labels: labels, contacts: try contactNames(of: definitions, at: now),
        workspaceZone: inputs.zone, now: now)
      let sentences = definitions.map { words.sentence(of: $0) }
      try segments.check()
      return sentences
    }
  }

  /// The sentences of the nodes of a definition (under nil) and of the segments that it refers to, by their ids.
  /// - Parameter references: ids of those segments.
  package func nodeWords(
    of definition: SegmentDefinition, references: Set<String>, labels: [PropertyKey: String], at now: Instant
  ) throws -> [String?: [JSONPointer: String]] {
    let inputs = try compilerInputs()
    return try store.read { reading in
      let segments = StoredLibrary(reading)
      let words = SegmentWords(
        library: inputs.library(segments), labels: labels, workspaceZone: inputs.zone, now: now)
      var sentences: [String?: [JSONPointer: String]] = [nil: words.nodeSentences(of: definition)]
      for id in references {
        if let other = segments.definition(of: id) { sentences[id] = words.nodeSentences(of: other) }
      }
      try segments.check()
      return sentences
    }
  }

  /// What people call the contacts that the sentences of these definitions name, by their ids.
  private func contactNames(of definitions: [SegmentDefinition], at now: Instant) throws -> [String: String] {
    let ids = Set(definitions.flatMap { SegmentWords.namedContacts(of: $0, at: now) })
    if ids.isEmpty { return [:] }
    return try profiles.read { snapshot in
      var names: [String: String] = [:]
      for id in ids {
        guard let row = try snapshot.rowID(publicID: id, isPeople: true) else { continue }
        let properties = MemberDescription.namingProperties
        names[id] = try snapshot.describe([row], isPeople: true, properties: properties)[row]?.contactName
      }
      return names
    }
  }
}
