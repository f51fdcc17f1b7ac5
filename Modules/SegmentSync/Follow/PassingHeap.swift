import SegmentModel

/// Who passes something of a condition, the earliest first, each passing once: whoever is written again and again is found to
/// pass at the same instant each time.
struct PassingHeap {
  struct Passing: Hashable {
    var instant: Instant
    /// Place of the condition.
    var condition: Int
    var entity: Int64
  }

  private var passings: [Passing] = []
  private var known: Set<Passing> = []

  /// The same with other places of the conditions; without those of which there is none.
  func moved(_ place: (Int) -> Int?) -> PassingHeap {
    var moved = PassingHeap()
    for passing in passings {
      guard let condition = place(passing.condition) else { continue }
      moved.insert(Passing(instant: passing.instant, condition: condition, entity: passing.entity))
    }
    return moved
  }

  var earliest: Instant? { passings.first?.instant }

  mutating func insert(_ passing: Passing) {
    guard known.insert(passing).inserted else { return }
    passings.append(passing)
    var place = passings.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard passings[place].instant < passings[parent].instant else { return }
      passings.swapAt(place, parent)
      place = parent
    }
  }

  mutating func removeEarliest() -> Passing? {
    guard let earliest = passings.first, let last = passings.popLast() else { return nil }
    known.remove(earliest)
    if passings.isEmpty { return earliest }
    passings[0] = last
    var place = 0
    while let child = earlierChild(of: place), passings[child].instant < passings[place].instant {
      passings.swapAt(place, child)
      place = child
    }
    return earliest
  }

  private func earlierChild(of place: Int) -> Int? {
    let (left, right) = (place * 2 + 1, place * 2 + 2)
    if right < passings.count, passings[right].instant < passings[left].instant { return right }
    return left < passings.count ? left : nil
  }
}
