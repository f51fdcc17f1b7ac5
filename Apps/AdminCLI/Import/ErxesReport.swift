import SegmentModel
import SegmentStore
import SegmentSync

/// What an import from erxes did, or would do.
struct ErxesReport {
  struct TakenOver {
    var segment: ErxesSegment
    var saved: StoredSegment
    var changes: [ErxesNote]
  }

  struct Refused {
    var segment: ErxesSegment
    var reasons: [ErxesNote]
  }

  let isDryRun: Bool
  /// Sentences for the segments that were taken over.
  private let words: ([StoredSegment]) throws -> [String]
  private(set) var takenOver: [TakenOver] = []
  private(set) var existing: [(segment: ErxesSegment, name: SegmentName)] = []
  private(set) var inlined: [ErxesSegment] = []
  private(set) var refused: [Refused] = []

  /// - Parameter outcomes: of the drafts among the translations, in their order.
  init(
    _ translations: [ErxesTranslation], _ outcomes: [SegmentDraftOutcome], isDryRun: Bool,
    words: @escaping ([StoredSegment]) throws -> [String]
  ) {
    self.isDryRun = isDryRun
    self.words = words
    var rest = outcomes[...]
    let titles = Dictionary(translations.compactMap { one in one.segment.id.map { ($0, one.segment.title) } }) {
      first, _ in
      first
    }
    for one in translations {
      switch one.result {
      case .inlined: inlined.append(one.segment)
      case .refused(let reasons): refused.append(Refused(segment: one.segment, reasons: reasons))
      case .draft:
        guard let outcome = rest.popFirst() else { continue }
        switch outcome {
        case .created(let saved):
          takenOver.append(TakenOver(segment: one.segment, saved: saved, changes: one.changes))
        case .exists(let name): existing.append((one.segment, name))
        case .refused(let errors):
          // These places are those of the definition that was made of it.
          let reasons = errors.map { ErxesNote(.root, .invalid, "would be refused at \($0.pointer): \($0.detail)") }
          refused.append(Refused(segment: one.segment, reasons: reasons))
        case .dependsOnRefused(let key):
          let note = ErxesNote(.root, .dependsOnRefused, "refers to \"\(titles[key] ?? key)\", which is refused")
          refused.append(Refused(segment: one.segment, reasons: [note]))
        }
      }
    }
  }

  /// `{dryRun, takenOver, existing, inlined, refused}`; in a dry run nothing has an id.
  func json() throws -> JSONValue {
    let sentences = try words(takenOver.map(\.saved))
    let taken = zip(takenOver, sentences).map { one, words -> JSONValue in
      [
        "erxesId": Self.id(one.segment), "id": isDryRun ? nil : .string(one.saved.id),
        "name": .string(one.saved.definition.name), "contentType": .string(one.saved.definition.contentType.rawValue),
        "words": .string(words), "changes": .array(one.changes.map(\.json)),
      ]
    }
    return [
      "dryRun": .boolean(isDryRun), "takenOver": .array(taken),
      "existing": .array(
        existing.map { ["erxesId": Self.id($0.segment), "id": .string($0.name.id), "name": .string($0.name.name)] }),
      "inlined": .array(inlined.map { ["erxesId": Self.id($0)] }),
      "refused": .array(
        refused.map {
          [
            "erxesId": Self.id($0.segment), "name": .string($0.segment.title),
            "reasons": .array($0.reasons.map(\.json)),
          ]
        }),
    ]
  }

  /// For people: what was taken over, with what changes; what was there; what was refused, with why.
  func lines() throws -> [String] {
    var lines: [String] = []
    let sentences = try words(takenOver.map(\.saved))
    lines.append("\(isDryRun ? "Would be taken over" : "Taken over"): \(takenOver.count)")
    for (one, words) in zip(takenOver, sentences) {
      let id = isDryRun ? "" : " → \(one.saved.id)"
      lines.append("  \(one.saved.definition.name) (\(one.saved.definition.contentType.rawValue))\(id)")
      lines.append("    \(words)")
      lines += Self.lines(one.changes, indent: "    ! ")
    }
    if !existing.isEmpty {
      lines.append("There already, left as they are: \(existing.count)")
      lines += existing.map { "  \($0.name.name) (\($0.name.id))" }
    }
    if !inlined.isEmpty { lines.append("Parts without a name, within those that use them: \(inlined.count)") }
    if !refused.isEmpty {
      lines.append("Refused: \(refused.count)")
      for one in refused {
        lines.append("  \(one.segment.title)")
        lines += Self.lines(one.reasons, indent: "    ")
      }
    }
    return lines
  }

  /// The same thing is said once, with the first place and how many more there are.
  private static func lines(_ notes: [ErxesNote], indent: String) -> [String] {
    var seen: Set<String> = []
    return notes.filter { seen.insert($0.detail).inserted }.map { note in
      let others = notes.count { $0.detail == note.detail } - 1
      let place = note.pointer == .root ? "" : "\(note.pointer)\(others > 0 ? " and \(others) more" : ""): "
      return "\(indent)\(place)\(note.detail)"
    }
  }

  private static func id(_ segment: ErxesSegment) -> JSONValue { segment.id.map { .string($0) } ?? .null }
}
