package import SegmentModel
import SegmentStore

/// The size of a segment over time: steps one after the other, oldest first.
package struct SegmentHistory: Sendable, Equatable {
  package struct Step: Sendable, Equatable {
    package var from: Instant
    /// The first instant after it; of the last step perhaps the present.
    package var to: Instant
    /// At its end; nil before the first build, or where that is kept no longer.
    package var count: Int64?
    /// Entries within it, as the changes list them; nil where those are not all kept.
    package var entered: Int64?
    package var left: Int64?
  }

  package var steps: [Step]
  package var step: HistoryStep
  package var zone: Zone
  package var asOf: Instant
  package var version: Int64
  package var epoch: String

  /// `{data: [{from, to, count, entered, left}], step, timeZone, asOf, version, epoch}`.
  package var json: JSONValue {
    [
      "data": .array(steps.map(\.json)), "step": .string(step.description), "timeZone": .string(zone.name),
      "asOf": .string(asOf.description), "version": JSONValue(version), "epoch": .string(epoch),
    ]
  }
}

extension SegmentHistory.Step {
  package var json: JSONValue {
    [
      "from": .string(from.description), "to": .string(to.description), "count": JSONValue(count),
      "entered": JSONValue(entered), "left": JSONValue(left),
    ]
  }
}

/// Which part of a history is asked for.
package struct HistoryQuery: Sendable {
  /// Steps where no beginning is said.
  package static let defaultSteps = 30
  /// Steps at most.
  package static let largest = 1000

  /// Moved back to the beginning of its hour, day, week or month in the segment's zone.
  package var from: Instant?
  /// The present where nothing is said, or where that lies ahead.
  package var to: Instant?
  package var step: HistoryStep

  package init(from: Instant? = nil, to: Instant? = nil, step: HistoryStep = .day) {
    self.from = from
    self.to = to
    self.step = step
  }

  /// The beginning of each step, and the end of the last one.
  /// - Throws: `InvalidInput` with the place of the parameter that is wrong.
  func bounds(in zone: Zone, at now: Instant) throws(InvalidInput) -> [Instant] {
    let end = min(to ?? now, now)
    // Steps that end with the present one: it counts as well.
    let start = from ?? step.moved(end, by: 1 - Self.defaultSteps, in: zone)
    guard start < end else {
      let detail = from == nil ? "must not be that early" : "must be before \"to\", and before now"
      throw Self.mistake(from == nil ? "to" : "from", .badValue, detail)
    }
    let first = step.beginning(of: start, in: zone)
    var bounds: [Instant] = []
    while true {
      let next = step.moved(first, by: bounds.count, in: zone)
      if next >= end { break }
      guard bounds.count < Self.largest else {
        throw Self.mistake("step", .tooMany, "makes more than \(Self.largest) steps; take a longer one")
      }
      bounds.append(next)
    }
    return bounds + [end]
  }

  private static func mistake(_ name: String, _ code: InputErrorCode, _ detail: String) -> InvalidInput {
    InvalidInput([InputError(JSONPointer.root.appending(name), code, "\"\(name)\" \(detail)")])
  }
}
