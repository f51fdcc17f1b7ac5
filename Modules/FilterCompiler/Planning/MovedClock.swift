import SegmentModel

/// Now, moved by the terms of date math, as the clock goes on.
///
/// Terms of elapsed time leave it going with the clock. Terms of the calendar make it step, forward or back, where
/// clocks change and where months end: nearly always at a whole quarter of an hour of now.
struct MovedClock {
  /// Nows between which it goes on with the clock, or stands still because years end. Milliseconds.
  struct Piece: Sendable, Hashable {
    var first: Int64
    /// Included.
    var last: Int64
    /// Where it is at the first now.
    var value: Int64
    var isStanding = false

    func value(at now: Int64) -> Int64 { isStanding ? value : value + (now - first) }
  }

  static let quarter: Int64 = 900_000
  private static let day: Int64 = 86_400_000

  private let math: DateMath
  private let zone: Zone
  /// From now, on average.
  private let distance: Int64
  /// How far the distance can be from its average; 0 where it is always the same.
  private let slack: Int64

  init(_ terms: [DateMath.Term], in zone: Zone) {
    math = DateMath(terms: terms)
    self.zone = zone
    let average = terms.reduce(Instant(milliseconds: 0)) { sum, term in
      sum.advanced(milliseconds: Int64(term.amount) * term.unit.averageMilliseconds)
    }
    // Further than the years go, nothing depends on how far.
    distance = min(max(average.milliseconds, -1 << 60), 1 << 60)
    slack = terms.reduce(0) { sum, term in
      switch term.unit {
      // 4.4 days where the Gregorian calendar is most uneven, and what a zone's offset may change.
      case .year, .month: sum + 6 * Self.day
      case .week, .day: zone == .utc ? sum : sum + 2 * Self.day
      case .hour, .minute, .second: sum
      }
    }
  }

  func instant(at now: Instant) -> Instant { math.span(at: now, in: zone).first }

  private func value(at now: Int64) -> Int64 { instant(at: Instant(milliseconds: now)).milliseconds }

  // MARK: Pieces

  /// The longest time whose pieces are looked at: with a term or two over a month, with very many some hours.
  private var longest: Int64 { Int64(20_000 / max(math.terms.count, 1)) * Self.quarter }

  /// The pieces from one now to another, both included; nil where that would take long.
  func pieces(from first: Int64, through last: Int64) -> [Piece]? {
    guard slack == 0 || last - first <= longest else { return nil }
    var pieces: [Piece] = []
    visitPieces(from: first, through: last) { piece in
      if let before = pieces.last, !before.isStanding, !piece.isStanding,
        before.value(at: before.last) + 1 == piece.value
      {
        pieces[pieces.count - 1].last = piece.last
      } else {
        pieces.append(piece)
      }
      return true
    }
    return pieces
  }

  /// Where it can be in between, and perhaps more.
  func hull(from first: Instant, until last: Instant) -> ClosedRange<Instant> {
    let (start, end) = (instant(at: first), instant(at: last))
    let earliest = first.advanced(milliseconds: distance - slack)
    let latest = last.advanced(milliseconds: distance + slack)
    return min(start, end, earliest)...max(start, end, latest)
  }

  /// - Parameter body: answers false for the last piece that it wants.
  private func visitPieces(from first: Int64, through last: Int64, _ body: (Piece) -> Bool) {
    var start = first
    while start <= last {
      let end = slack == 0 ? last : min(last, start.wholeQuarter + Self.quarter - 1)
      guard visit(start, end, body) else { return }
      start = end + 1
    }
  }

  /// Between two nows that are as far from each other as where it is then, nothing happens; else that is halved.
  private func visit(_ first: Int64, _ last: Int64, _ body: (Piece) -> Bool) -> Bool {
    let (start, end) = (value(at: first), value(at: last))
    if end - start == last - first { return body(Piece(first: first, last: last, value: start)) }
    if end == start { return body(Piece(first: first, last: last, value: start, isStanding: true)) }
    let middle = first + (last - first) / 2
    return visit(first, middle, body) && visit(middle + 1, last, body)
  }

  // MARK: Exits

  /// The next instant after `now` at which it passes `target`, or falls behind it again; nil where it never does.
  func nextCrossing(of target: Instant, after now: Instant) -> Instant? {
    let isBefore = instant(at: now) < target
    return nextExit(of: isBefore ? .min...target.milliseconds - 1 : target.milliseconds ... .max, after: now)
  }

  /// The next instant after `now` at which the unit that holds it is another one.
  func nextUnit(_ unit: TimeUnit, after now: Instant) -> Instant? {
    let current = zone.span(of: unit, around: instant(at: now))
    // Where clocks go back over midnight a day may not hold all of its instants.
    guard current.first <= instant(at: now), instant(at: now) <= current.last else {
      return now.advanced(milliseconds: 1)
    }
    let span = current.first.milliseconds...current.last.milliseconds
    if !unit.isShorterThanDay { return nextExit(of: span, after: now) }
    // Where an hour begins is decided by the offset, which may be another one from the next whole quarter on.
    var next = now
    repeat {
      let quarter = value(at: next.milliseconds).wholeQuarter
      guard let exit = nextExit(of: span.clamped(to: quarter...quarter + Self.quarter - 1), after: next) else {
        return nil
      }
      next = exit
    } while zone.span(of: unit, around: instant(at: next)) == current
    return next
  }

  /// The next instant after `now` at which it is outside of a span that holds it now, milliseconds, `.min` and `.max` for
  /// no end; nil where it never is. Perhaps an earlier instant, where that is far away and very many terms make it hard
  /// to find.
  private func nextExit(of span: ClosedRange<Int64>, after now: Instant) -> Instant? {
    let excess = value(at: now.milliseconds) - (now.milliseconds + distance)
    // Held at the end of the years for ever; or at their beginning for so long.
    if excess < -slack { return nil }
    let next = now.milliseconds + max(1, excess - slack)
    // It can be before the span up to here only, and after it only from there on.
    let lastBefore = span.lowerBound == .min ? .min : span.lowerBound - distance + slack
    if let exit = exit(of: span, nows: next, through: lastBefore) { return exit }
    guard span.upperBound != .max else { return nil }
    let end = span.upperBound - distance
    return exit(of: span, nows: max(next, end - slack), through: end + slack + 1)
  }

  private func exit(of span: ClosedRange<Int64>, nows first: Int64, through last: Int64) -> Instant? {
    guard first <= last else { return nil }
    let end = slack == 0 ? last : min(last, first + longest)
    var exit: Int64?
    visitPieces(from: first, through: end) { piece in
      if !span.contains(piece.value) {
        exit = piece.first
      } else if piece.value(at: piece.last) > span.upperBound {
        exit = piece.first + (span.upperBound - piece.value) + 1
      }
      return exit == nil
    }
    if exit == nil, end < last { exit = end }
    return exit.map(Instant.init(milliseconds:))
  }
}

extension Int64 {
  /// The whole quarter of an hour, in milliseconds, at or before this one.
  fileprivate var wholeQuarter: Int64 {
    let rest = self % MovedClock.quarter
    return self - (rest < 0 ? rest + MovedClock.quarter : rest)
  }
}

extension TimeUnit {
  var isShorterThanDay: Bool { self == .hour || self == .minute || self == .second }

  fileprivate var averageMilliseconds: Int64 {
    switch self {
    case .year: 31_556_952_000
    case .month: 2_629_746_000
    case .week: 604_800_000
    case .day: 86_400_000
    case .hour: 3_600_000
    case .minute: 60_000
    case .second: 1000
    }
  }
}
