package import SegmentModel

extension Span {
  /// Month × 100 + day of each day that the span touches, in the zone, for anniversaries: where it touches 1 March of
  /// a year without leap day, 29 February counts as well.
  package func monthDays(in zone: Zone) -> Set<Int> {
    guard first <= last else { return [] }
    var date = zone.local(first).date
    let end = zone.local(last).date
    var days: Set<Int> = []
    // A leap cycle has every day; no need to walk on.
    for _ in 0..<1462 where date.daysSinceEpoch <= end.daysSinceEpoch {
      days.insert(date.month * 100 + date.day)
      if date.month == 3, date.day == 1, !CivilDate.isLeap(date.year) { days.insert(229) }
      date = date.adding(days: 1)
    }
    return days
  }
}
