import BenchSupport
import SegmentModel
import TrackedPropertyStore

/// `live-load DIRECTORY CONTACTS EVENTS`: fills a new data directory with made-up contacts and events, the same ones each
/// time but for their times, which end now. Written through the product's own transactions, large ones.
@main
struct LiveLoad {
  private static let rowsOfTransaction = 20_000

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let contacts = Int(arguments[2]), let events = Int(arguments[3]), contacts > 0,
      events >= 0
    else { throw BenchError(message: "usage: live-load DIRECTORY CONTACTS EVENTS") }
    let start = ContinuousClock.now
    let database = try ProfileDatabase(in: DataDirectory(path: arguments[1]))
    var people = PeopleGenerator(contacts: contacts, events: events, now: SystemClock().now)
    try fill(database, contacts, each: { try $0.insertContact(people.contact()) })
    try fill(database, events, each: { try $0.appendEvent(people.event()) })
    try database.close()
    let seconds = Double(start.duration(to: .now).components.seconds)
    print("\(contacts) contacts, \(events) events in \(Int(seconds)) s")
  }

  private static func fill<T>(
    _ database: ProfileDatabase, _ count: Int, each: (ProfileWriteTransaction) throws -> T
  ) throws {
    var rest = count
    while rest > 0 {
      let rows = min(rest, rowsOfTransaction)
      _ = try database.write { transaction in
        for _ in 0..<rows { _ = try each(transaction) }
      }
      rest -= rows
    }
  }
}
