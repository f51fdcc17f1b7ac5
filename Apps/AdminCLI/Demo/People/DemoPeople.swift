import EventIngest
import SegmentModel

/// The people of the demo one after the other, each as the messages that make them: the same for the same now.
struct DemoPeople {
  static let contacts = 1000
  static let events = 20_000
  private static let seed: UInt64 = 3_2020

  private let now: Instant
  private var random = DemoRandom(seed: seed)
  /// Events of each contact; few have many.
  private let eventCounts: [Int]
  private var index = 0

  init(now: Instant) {
    self.now = now
    var random = DemoRandom(seed: Self.seed ^ 1)
    var counts = [Int](repeating: 0, count: Self.contacts)
    let weights = counts.map { _ in Int.random(in: 0...30, using: &random) * Int.random(in: 0...30, using: &random) }
    let places = weights.enumerated().flatMap { [Int](repeating: $0, count: $1) }
    for _ in 0..<Self.events { counts[random.pick(places, or: 0)] += 1 }
    eventCounts = counts
  }

  /// Messages of the next contact, oldest first; nil after the last.
  mutating func next() -> [IngestMessage]? {
    guard index < Self.contacts else { return nil }
    defer { index += 1 }
    let person = DemoPerson(number: index, now: now, random: &random)
    var messages = [person.identify(messageID: "demo-\(index)")]
    for (number, event) in person.events(count: eventCounts[index], random: &random).enumerated() {
      messages.append(person.message(event, messageID: "demo-\(index)-\(number)"))
    }
    return messages
  }
}
