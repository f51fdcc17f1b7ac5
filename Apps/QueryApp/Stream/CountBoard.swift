import SegmentModel
import SegmentSync

/// What the streams tell, as it was last read, and since which reading each part is as it is. Holds one entry a
/// segment, however many streams there are and however far behind one of them is.
struct CountBoard: Sendable {
  /// Number of a reading; a stream remembers the one up to which it has told everything.
  typealias Reading = Int64

  private struct Entry: Equatable {
    var segment: CountsOverview.Segment
    var since: Reading
  }

  /// The last reading that differed from the one before it; nil before the first.
  private(set) var reading: Reading?
  private var overview: CountsOverview?
  private var entries: [String: Entry] = [:]
  private var definitionsSince: Reading = 0
  private var totalsSince: Reading = 0
  /// What the last reading brought, as text: nearly every stream wants just that.
  private var latest = ""

  /// Takes in what was read.
  /// - Returns: whether there is something new to tell.
  mutating func take(_ new: CountsOverview) -> Bool {
    let next = (reading ?? 0) + 1
    var isNew = reading == nil
    if overview.map({ $0.definitions != new.definitions || $0.epoch != new.epoch }) ?? true {
      definitionsSince = next
      isNew = true
    }
    if overview?.totals != new.totals {
      totalsSince = next
      isNew = true
    }
    var kept: [String: Entry] = [:]
    for segment in new.segments {
      if let old = entries[segment.id], old.segment.says(sameAs: segment) {
        kept[segment.id] = Entry(segment: segment, since: old.since)
      } else {
        kept[segment.id] = Entry(segment: segment, since: next)
        isNew = true
      }
    }
    entries = kept
    overview = new
    guard isNew else { return false }
    reading = next
    latest = text(since: next - 1)
    return true
  }

  /// What is to be told to a stream.
  /// - Parameter told: up to which reading it was told; nil where it begins, and gets everything.
  func news(since told: Reading?) -> String {
    guard let reading else { return "" }
    guard let told else { return text(since: 0) }
    if told >= reading { return "" }
    return told == reading - 1 ? latest : text(since: told)
  }

  private func text(since told: Reading) -> String { events(since: told).map(\.text).joined() }

  /// Definitions, totals, then counts in the order of their versions.
  func events(since told: Reading) -> [ServerSentEvent] {
    guard let overview else { return [] }
    var events: [ServerSentEvent] = []
    if definitionsSince > told { events.append(overview.definitionsEvent) }
    if totalsSince > told { events.append(overview.totalsEvent) }
    let changed = overview.segments.filter { (entries[$0.id]?.since ?? 0) > told }
    return events + changed.sorted { $0.count.version < $1.count.version }.map(\.event)
  }
}

extension CountsOverview {
  /// Whoever shows a list of segments reads it again.
  fileprivate var definitionsEvent: ServerSentEvent {
    ServerSentEvent(name: "definitions", data: ["definitions": .number(Double(definitions)), "epoch": .string(epoch)])
  }

  fileprivate var totalsEvent: ServerSentEvent {
    let members = ContentType.allCases.map { type in
      JSONMember(type.rawValue, totals[type].map { .number(Double($0)) } ?? .null)
    }
    return ServerSentEvent(name: "totals", data: .object(members + [JSONMember("asOf", .string(asOf.description))]))
  }
}

extension CountsOverview.Segment {
  fileprivate var event: ServerSentEvent {
    ServerSentEvent(
      name: "count", id: String(count.version),
      data: .object([JSONMember("segment", .string(id))] + (count.json.objectValue ?? [])))
  }

  /// Everyone who came or went makes another total, of which an event of its own tells; time goes on by itself.
  fileprivate func says(sameAs other: Self) -> Bool {
    count.count == other.count.count && count.version == other.count.version && count.epoch == other.count.epoch
      && count.state == other.count.state
  }
}
