package import FilterCompiler
package import SegmentModel
import SegmentStore

/// Definitions in words.
extension SegmentService {
  /// The sentence of each definition, with the names of the segments and lists that it refers to.
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
      let words = SegmentWords(
        library: inputs.library(segments), labels: labels, workspaceZone: inputs.zone, now: try now ?? self.now(reading)
      )
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
}
