import SegmentModel

/// What was done, how often, when and in which order.
extension FilterWords {
  func event(_ condition: EventCondition) -> String {
    let name = self.name(condition.event, condition.where)
    let when = condition.within.flatMap(window).map { " " + $0 } ?? ""
    if let periods = condition.periods { return "did \(name) \(self.periods(periods))" }
    if let occurrence = condition.occurrence { return self.occurrence(occurrence, name, condition) }
    guard let aggregate = condition.aggregate else {
      if condition.count == .exactly(0) || condition.count == .atMost(0) {
        return when.isEmpty ? "never did \(name)" : "did not do \(name)\(when)"
      }
      return "did \(name)\(times(condition.count))\(when)"
    }
    let what = noun(aggregate)
    let predicate = numberPredicate(aggregate.condition)
    guard let count = condition.count else { return "\(what) of \(name)\(when) \(predicate)" }
    let article = aggregate.function == .average ? "an" : "a"
    return "did \(name)\(times(count, isAsked: true))\(when) with \(article) \(what) that \(predicate)"
  }

  private func name(_ event: String, _ filter: AttributeFilter) -> String {
    let name = WordedText.name(event)
    return filter == .everything ? name : "\(name) (\(sentence(of: filter)))"
  }

  /// With a blank before it; nothing for "at least once" unless that was asked beside something else.
  private func times(_ count: CountTest?, isAsked: Bool = false) -> String {
    switch count {
    case nil: ""
    case .atLeast(1): isAsked ? " at least once" : ""
    case .atLeast(let n): " at least \(WordedText.times(n))"
    case .atMost(let n): " at most \(WordedText.times(n))"
    case .exactly(let n): " exactly \(WordedText.times(n))"
    }
  }

  private func noun(_ aggregate: Aggregate) -> String {
    let attribute = WordedText.name(aggregate.attribute)
    return switch aggregate.function {
    case .sum: "total \(attribute)"
    case .average: "average \(attribute)"
    case .minimum: "smallest \(attribute)"
    case .maximum: "largest \(attribute)"
    case .distinctCount: "number of different values of \(attribute)"
    }
  }

  private func occurrence(_ occurrence: Occurrence, _ name: String, _ condition: EventCondition) -> String {
    let when = condition.within.flatMap(window)
    let having = condition.having == .everything ? nil : "with (\(sentence(of: condition.having)))"
    let said =
      switch (when, having) {
      case (let when?, let having?): "was \(when) \(having)"
      case (let when?, nil): "was \(when)"
      case (nil, let having?): "was one \(having)"
      case (nil, nil): "was at any time"
      }
    return "\(occurrence.rawValue) \(name) \(said)"
  }

  private func periods(_ periods: Periods) -> String {
    let unit = periods.unit.noun
    let each = periods.each == 1 ? "" : "at least \(WordedText.times(periods.each)) a \(unit) "
    if periods.of == 1 { return "\(each)in the last complete \(unit)" }
    let all = "the last \(periods.of) complete \(unit)s"
    return periods.atLeast == periods.of
      ? "\(each)in each of \(all)" : "\(each)in at least \(periods.atLeast) of \(all)"
  }

  /// Nil for all time.
  private func window(_ window: Window) -> String? {
    switch window {
    case .last(let duration): "in the last \(duration.wordsAfterLast)"
    case .range(nil, nil): nil
    case .range(let from?, nil): "on or after \(dates.start(dates.span(of: from).first))"
    case .range(nil, let to?): "on or before \(dates.end(dates.span(of: to).last))"
    case .range(let from?, let to?):
      dates.during(Span(first: dates.span(of: from).first, last: dates.span(of: to).last))
    }
  }

  func sequence(_ condition: SequenceCondition) -> String {
    var text = "did "
    var forbidden: String?
    for (index, step) in condition.steps.enumerated() {
      let name = name(step.event, step.where)
      if step.isNegated {
        forbidden = name
        if index == condition.steps.count - 1 { text += ", then no \(name)" }
        continue
      }
      if index > 0 { text += ", then " }
      text += name
      if let between = forbidden { text += " with no \(between) between" }
      forbidden = nil
    }
    if let within = condition.within { text += ", within \(within.words)" }
    if let window = condition.window.flatMap(window) { text += ", \(window)" }
    return text
  }
}
