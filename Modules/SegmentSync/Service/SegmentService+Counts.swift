package import SegmentModel
import SegmentStore

/// Every count at one moment.
package struct CountsOverview: Sendable, Equatable {
  package struct Segment: Sendable, Equatable {
    package var id: String
    package var contentType: ContentType
    package var count: SegmentCount

    package init(id: String, contentType: ContentType, count: SegmentCount) {
      self.id = id
      self.contentType = contentType
      self.count = count
    }
  }

  /// In the order of their making.
  package var segments: [Segment]
  /// Everyone by content type.
  package var totals: [ContentType: Int64]
  package var epoch: String
  /// Rises whenever a definition or an endpoint is written.
  package var definitions: Int64
  package var asOf: Instant

  package init(
    segments: [Segment], totals: [ContentType: Int64], epoch: String, definitions: Int64, asOf: Instant
  ) {
    self.segments = segments
    self.totals = totals
    self.epoch = epoch
    self.definitions = definitions
    self.asOf = asOf
  }
}

extension SegmentService {
  /// What `count(of:)` says of each segment.
  package func counts() throws -> CountsOverview {
    let caughtUpAt = standing?.caughtUpAt
    return try store.read { reading in
      let point = try reading.service()
      let totals = try reading.totals()
      let asOf = max(point.now, caughtUpAt ?? point.now)
      let segments = try reading.standings().map { segment in
        CountsOverview.Segment(
          id: segment.id, contentType: segment.contentType,
          count: SegmentCount(
            count: segment.count, previous: segment.previous, total: totals[segment.contentType],
            version: segment.countVersion, epoch: point.epoch, asOf: asOf, state: segment.state))
      }
      return CountsOverview(
        segments: segments, totals: totals, epoch: point.epoch, definitions: point.definitions, asOf: asOf)
    }
  }
}
