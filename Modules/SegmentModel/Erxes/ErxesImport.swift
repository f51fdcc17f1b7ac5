/// An export of erxes as drafts of segments, each after those that it refers to, with what becomes of the others.
package struct ErxesImport: Sendable {
  private let segments: [ErxesSegment]
  private let zone: Zone
  /// The first of each id.
  private let byID: [String: ErxesSegment]
  /// Ids of those that become segments of their own.
  private let kept: Set<String>

  /// - Parameter zone: the workspace's, in which days begin.
  package init(_ export: ErxesExport, zone: Zone) {
    segments = export.segments
    self.zone = zone
    byID = Dictionary(export.segments.compactMap { segment in segment.id.map { ($0, segment) } }) { first, _ in first }
    let parts = Set(export.segments.flatMap(\.subSegments))
    let parents = Set(export.segments.compactMap { $0.document["subOf"]?.erxesText })
    // A part without a name stands within those that use it, unless it is somebody's parent.
    kept = Set(byID.filter { $1.name != nil || parents.contains($0) || !parts.contains($0) }.keys)
  }

  /// One for each segment of the export.
  package func translate() -> [ErxesTranslation] {
    var read: [Read] = segments.map(read)
    refuseDependents(&read)
    var names = ErxesNames()
    var result: [ErxesTranslation] = []
    for index in order(&read) {
      var one = read[index]
      if let body = one.body, one.reasons.isEmpty, !one.isInlined {
        let draft = draft(one.segment, body, key: key(index), &names, &one.changes)
        result.append(ErxesTranslation(segment: one.segment, result: .draft(draft), changes: one.changes))
      } else {
        result.append(
          ErxesTranslation(
            segment: one.segment, result: one.isInlined ? .inlined : .refused(one.reasons), changes: []))
      }
    }
    return result
  }

  private struct Read {
    var segment: ErxesSegment
    var body: ErxesBody?
    var reasons: [ErxesNote]
    var changes: [ErxesNote]
    var isInlined = false
  }

  private func key(_ index: Int) -> String { segments[index].id ?? "#\(index)" }

  private func read(_ segment: ErxesSegment) -> Read {
    if let id = segment.id {
      if byID[id]?.index != segment.index {
        let note = ErxesNote(JSONPointer.root.appending("_id"), .invalid, "another segment of the export has this id")
        return Read(segment: segment, reasons: [note], changes: [])
      }
      if !kept.contains(id) { return Read(segment: segment, reasons: [], changes: [], isInlined: true) }
    }
    var reader = ErxesSegmentReader(others: byID, kept: kept, zone: zone)
    let body = reader.read(segment)
    return Read(
      segment: segment, body: body, reasons: reader.reasons, changes: reader.changes)
  }

  private func draft(
    _ segment: ErxesSegment, _ body: ErxesBody, key: String, _ names: inout ErxesNames, _ changes: inout [ErxesNote]
  ) -> SegmentDraft {
    let wanted = segment.name ?? "Segment \(segment.id ?? String(segment.index + 1))"
    let name = names.unique(wanted, of: body.contentType)
    if name != segment.name {
      let why =
        segment.name == nil ? "has no name in erxes" : "its name is too long, or taken by another of this export"
      changes.append(ErxesNote(JSONPointer.root.appending("name"), .renamed, "\(why): it is called \"\(name)\" here"))
    }
    var members = [
      JSONMember("name", .string(name)), JSONMember("contentType", .string(body.contentType.rawValue)),
      JSONMember("filter", body.filter),
    ]
    if let text = segment.document["description"]?.erxesText {
      members.append(JSONMember("description", .string(text)))
    }
    if let color = segment.document["color"]?.erxesText, SegmentColor.isValid(color) {
      members.append(JSONMember("color", .string(color)))
    }
    if let parent = body.parent { members.append(JSONMember("parent", .string(parent))) }
    return SegmentDraft(
      key: key, name: name, contentType: body.contentType, definition: .object(members), references: body.references)
  }

  // MARK: References

  /// Whoever refers to one that is refused is refused itself.
  private func refuseDependents(_ read: inout [Read]) {
    let indexes = Dictionary(read.compactMap { one in one.segment.id.map { ($0, one.segment.index) } }) { first, _ in
      first
    }
    var isRefusedNew = true
    while isRefusedNew {
      isRefusedNew = false
      for index in read.indices where read[index].reasons.isEmpty {
        for id in (read[index].body?.references ?? []).sorted() {
          guard let other = indexes[id], !read[other].reasons.isEmpty else { continue }
          let title = read[other].segment.title
          read[index].reasons.append(
            ErxesNote(.root, .dependsOnRefused, "refers to \"\(title)\", which is refused"))
          isRefusedNew = true
        }
      }
    }
  }

  /// Each after those that it refers to; the members of a circle are refused.
  private func order(_ read: inout [Read]) -> [Int] {
    let indexes = Dictionary(read.compactMap { one in one.segment.id.map { ($0, one.segment.index) } }) { first, _ in
      first
    }
    let needs = read.map { one in
      one.reasons.isEmpty ? (one.body?.references ?? []).compactMap { indexes[$0] } : []
    }
    var waiting = needs.map { Set($0).count }
    var users: [Int: [Int]] = [:]
    for (index, others) in needs.enumerated() { for other in Set(others) { users[other, default: []].append(index) } }
    var order = waiting.indices.filter { waiting[$0] == 0 }
    var next = 0
    while next < order.count {
      for user in users[order[next]] ?? [] {
        waiting[user] -= 1
        if waiting[user] == 0 { order.append(user) }
      }
      next += 1
    }
    let circle = waiting.indices.filter { waiting[$0] > 0 }
    for index in circle {
      read[index].reasons.append(
        ErxesNote(.root, .cycle, "refers to itself through other segments, or to some that do"))
    }
    return order + circle
  }
}

extension ErxesSegment {
  /// Ids of the segments that its conditions name.
  fileprivate var subSegments: [String] { Self.subSegments(of: document) }

  private static func subSegments(of document: JSONValue) -> [String] {
    let listed = (document["conditions"]?.arrayValue ?? []).compactMap { $0["subSegmentId"]?.erxesText }
    let embedded = document["conditionSegments"]?.arrayValue ?? []
    return listed + embedded.flatMap(subSegments)
  }
}

/// Names of one import, made unique among the segments of each content type.
struct ErxesNames {
  private var taken: [ContentType: Set<String>] = [:]

  mutating func unique(_ name: String, of contentType: ContentType) -> String {
    var candidate = Self.cut(name, by: 0)
    var number = 2
    while !taken[contentType, default: []].insert(candidate.folded).inserted {
      let ending = " (\(number))"
      candidate = Self.cut(name, by: ending.unicodeScalars.count) + ending
      number += 1
    }
    return candidate
  }

  private static func cut(_ name: String, by room: Int) -> String {
    let scalars = name.unicodeScalars.prefix(SegmentDefinition.nameLength.upperBound - room)
    return String(String.UnicodeScalarView(scalars)).trimmedASCII
  }
}
