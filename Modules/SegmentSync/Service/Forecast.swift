package import SegmentModel

/// How many a segment will have if only time passes: at the first millisecond of each of the next days in its zone.
package struct Forecast: Sendable, Equatable {
  package struct Day: Sendable, Equatable {
    package var date: CivilDate
    /// Its first millisecond: midnight, or where the clock skips that, the first instant after it.
    package var at: Instant
    package var count: Int
  }

  /// From tomorrow on.
  package var days: [Day]
  package var zone: Zone
  /// The now that tomorrow is counted from.
  package var asOf: Instant

  package var json: JSONValue {
    [
      "data": .array(days.map(\.json)), "timeZone": .string(zone.name), "asOf": .string(asOf.description),
    ]
  }
}

extension Forecast.Day {
  package var json: JSONValue {
    ["day": .string(date.description), "at": .string(at.description), "count": .number(Double(count))]
  }
}
