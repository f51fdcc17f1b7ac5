import FilterCompiler
import Foundation
package import GRDB
import SegmentModel
import Synchronization

/// The four views of a value as SQL functions: `text_view(value)` (folded, as a BLOB), `number_view(value)`,
/// `boolean_view(value)` and `date_view(value, zone, unit)`; NULL where the view does not exist.
///
/// A value comes as BLOB (a string's UTF-8, as `packed` gives it) or TEXT, as REAL (number) or INTEGER 0 or 1
/// (boolean). Texts travel as BLOBs because SQLite's TEXT ends for many of its functions at a NUL
/// (https://www.sqlite.org/nulinstr.html), and a customer's may hold one.
/// Beside them the functions of `EventFunctions` and `sample_holds`. All are deterministic: https://www.sqlite.org/deterministic.html
package enum ViewFunctions {
  /// To be called on each connection before it evaluates anything.
  package static func register(on database: Database) {
    database.add(function: view("text_view") { $0.textView.folded.utf8Value })
    database.add(function: view("number_view") { $0.numberView?.databaseValue ?? .null })
    database.add(function: view("boolean_view") { $0.booleanView?.databaseValue ?? .null })
    database.add(function: dateView())
    database.add(function: anniversaryView())
    EventFunctions.register(on: database)
    database.add(function: sample())
  }

  /// `sample_holds(publicID, percent, salt)`.
  private static func sample() -> DatabaseFunction {
    DatabaseFunction("sample_holds", argumentCount: 3, pure: true) { arguments in
      guard arguments.count == 3, let id = String.fromDatabaseValue(arguments[0]),
        let percent = Double.fromDatabaseValue(arguments[1]), let salt = Scalar(stored: arguments[2])
      else { return false }
      return SampleTest(percent: percent, salt: ExactText(salt.textView)).holds(publicID: id)
    }
  }

  private static func view(
    _ name: String, _ body: @escaping @Sendable (Scalar) -> DatabaseValue
  ) -> DatabaseFunction {
    DatabaseFunction(name, argumentCount: 1, pure: true) { arguments in
      arguments.first.flatMap(Scalar.init(stored:)).map(body) ?? .null
    }
  }

  private static func dateView() -> DatabaseFunction {
    let zones = ZoneCache()
    return DatabaseFunction("date_view", argumentCount: 3, pure: true) { arguments in
      instant(of: arguments, zones)?.instant.milliseconds.databaseValue ?? .null
    }
  }

  /// `month_day_view(value, zone, unit)`: month × 100 + day of the date view, in the zone.
  private static func anniversaryView() -> DatabaseFunction {
    let zones = ZoneCache()
    return DatabaseFunction("month_day_view", argumentCount: 3, pure: true) { arguments in
      guard let (instant, zone) = instant(of: arguments, zones) else { return DatabaseValue.null }
      let date = zone.local(instant).date
      return Int64(date.month * 100 + date.day).databaseValue
    }
  }

  private static func instant(
    of arguments: [DatabaseValue], _ zones: ZoneCache
  ) -> (instant: Instant, zone: Zone)? {
    guard arguments.count == 3, let scalar = Scalar(stored: arguments[0]),
      let zone = String.fromDatabaseValue(arguments[1]).flatMap(zones.zone(named:))
    else { return nil }
    let unit = String.fromDatabaseValue(arguments[2]).flatMap(DateUnit.init(rawValue:))
    return scalar.dateView(in: zone, unit: unit).map { ($0, zone) }
  }
}

extension Scalar {
  /// A value as `packed` gives it; nil for NULL.
  init?(stored value: DatabaseValue) {
    switch value.storage {
    case .string(let text): self = .text(text)
    case .double(let number): self = .number(number)
    case .int64(let integer): self = .boolean(integer != 0)
    case .blob(let data): self = .text(String(decoding: data, as: UTF8.self))
    case .null: return nil
    }
  }
}

extension String {
  /// The text as texts travel through SQL.
  var utf8Value: DatabaseValue { Data(utf8).databaseValue }
}

/// Zones by name: making one asks Foundation each time. At most as many as there are zones.
private final class ZoneCache: Sendable {
  private let zones = Mutex<[String: Zone]>([:])

  func zone(named name: String) -> Zone? {
    zones.withLock { zones in
      if let known = zones[name] { return known }
      let zone = Zone(name)
      zones[name] = zone
      return zone
    }
  }
}
