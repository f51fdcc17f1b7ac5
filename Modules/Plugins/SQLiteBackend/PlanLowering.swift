import FilterCompiler
import GRDB
import SegmentModel
import TrackedPropertyStore

/// Lowers a plan to an SQL condition on one row of `contact` or `company`, called `c`. Values are bindings, never
/// part of the text.
struct PlanLowering {
  let now: Instant
  /// For people to read: texts are bound as text, not as the BLOBs that are compared.
  var isForReading = false

  func condition(_ node: PlanNode) -> SQL {
    switch node {
    case .everyone: "1"
    case .nobody: "0"
    case .all(let nodes): nodes.map(condition).grouped(by: "AND")
    case .any(let nodes): nodes.map(condition).grouped(by: "OR")
    case .not(let inner): "NOT \(literal: condition(inner))"
    case .state(let state): "c.state = \(state.rawValue)"
    case .property(let key, let test): property(key, test)
    case .event(let event): self.event(event)
    }
  }

  private func property(_ key: PropertyKey, _ test: ValueTest) -> SQL {
    if let column = PropertyColumn(key) {
      return test == .isSet
        ? "\(literal: column.value) IS NOT NULL" : "coalesce(\(literal: self.test(test, on: column.value)), 0)"
    }
    let space = PropertySpace(key.space).rawValue
    let name: SQL =
      "(SELECT id FROM propertyName WHERE space = \(space) AND name = \(literal: nameBinding(key.name)))"
    return elements(of: "c.properties", named: name, that: test)
  }

  /// Whether any element of a packed value satisfies the test.
  private func elements(of record: SQL, named name: SQL, that test: ValueTest) -> SQL {
    let source: SQL = "SELECT 1 FROM packed(\(literal: record), \(literal: name)) v"
    return test == .isSet
      ? "EXISTS (\(literal: source))" : "EXISTS (\(literal: source) WHERE \(literal: self.test(test, on: "v.value")))"
  }

  private func event(_ event: PlanNode.EventTest) -> SQL {
    let window = event.window.instants(at: now)
    let lower = window.lower ?? Instant.range.lowerBound
    let upper = min(window.upper ?? now, now)
    var source: SQL = """
      FROM event e WHERE e.contact = c.id AND e.name = (SELECT id FROM eventName \
      WHERE name = \(literal: nameBinding(event.name))) \
      AND e.time BETWEEN \(lower.milliseconds) AND \(upper.milliseconds)
      """
    if event.where != .everything { source += " AND \(literal: attributes(event.where))" }
    if event.minimum == 1, event.maximum == nil { return "EXISTS (SELECT 1 \(literal: source))" }
    // One more than the largest number asked for decides; counting further would be waste.
    let enough = (event.maximum ?? event.minimum - 1) + 1
    let count: SQL = "(SELECT count(*) FROM (SELECT 1 \(literal: source) LIMIT \(enough)))"
    guard let maximum = event.maximum else { return "\(literal: count) >= \(event.minimum)" }
    return "\(literal: count) BETWEEN \(event.minimum) AND \(maximum)"
  }

  private func attributes(_ node: AttributeTest) -> SQL {
    switch node {
    case .all(let nodes): return nodes.map(attributes).grouped(by: "AND")
    case .any(let nodes): return nodes.map(attributes).grouped(by: "OR")
    case .not(let inner): return "NOT \(literal: attributes(inner))"
    case .attribute(let name, let test):
      return elements(
        of: "e.attributes", named: "(SELECT id FROM attributeName WHERE name = \(literal: nameBinding(name)))",
        that: test)
    }
  }

  /// The test on one element; NULL counts as false.
  private func test(_ test: ValueTest, on value: SQL) -> SQL {
    switch test {
    case .isSet: return "\(literal: value) IS NOT NULL"
    case .boolean(let boolean): return "boolean_view(\(literal: value)) = \(boolean)"
    case .text(let test): return text(test, on: value)
    case .number(let test): return number(test, on: value)
    case .date(let test): return date(test, on: value)
    case .anyOf(let tests):
      return tests.map { "coalesce(\(literal: self.test($0, on: value)), 0)" as SQL }.grouped(by: "OR")
    }
  }

  private func text(_ test: ValueTest.TextTest, on value: SQL) -> SQL {
    let view: SQL = "text_view(\(literal: value))"
    switch test {
    case .isOneOf(let texts): return "\(literal: view) IN \(texts.map(binding))"
    case .contains(let text): return "instr(\(literal: view), \(binding(text))) > 0"
    case .hasPrefix(let text): return "substr(\(literal: view), 1, \(text.utf8.count)) = \(binding(text))"
    // A negative place before the beginning of a shorter text gives all of it, which can not be equal.
    case .hasSuffix(let text): return "substr(\(literal: view), \(-text.utf8.count)) = \(binding(text))"
    }
  }

  /// Names are stored as TEXT; as such a binding would end at a NUL.
  private func nameBinding(_ name: String) -> SQL { "CAST(\(binding(name)) AS TEXT)" }

  private func binding(_ text: String) -> DatabaseValue { isForReading ? text.databaseValue : text.utf8Value }

  private func number(_ test: ValueTest.NumberTest, on value: SQL) -> SQL {
    let view: SQL = "number_view(\(literal: value))"
    switch test {
    case .isOneOf(let numbers): return "\(literal: view) IN \(numbers)"
    case .range(let lower, let upper):
      var ends: [SQL] = []
      if let lower {
        ends.append(lower.isIncluded ? "\(literal: view) >= \(lower.value)" : "\(literal: view) > \(lower.value)")
      }
      if let upper {
        ends.append(upper.isIncluded ? "\(literal: view) <= \(upper.value)" : "\(literal: view) < \(upper.value)")
      }
      return ends.grouped(by: "AND")
    }
  }

  private func date(_ test: ValueTest.DateTest, on value: SQL) -> SQL {
    switch test.question {
    case .within(let range):
      let view: SQL = "date_view(\(literal: value), \(test.zone.name), \(test.unit?.rawValue))"
      let (lower, upper) = range.instants(at: now)
      switch (lower, upper) {
      case (let lower?, let upper?): return "\(literal: view) BETWEEN \(lower.milliseconds) AND \(upper.milliseconds)"
      case (let lower?, nil): return "\(literal: view) >= \(lower.milliseconds)"
      case (nil, let upper?): return "\(literal: view) <= \(upper.milliseconds)"
      case (nil, nil): return "\(literal: view) IS NOT NULL"
      }
    case .anniversary(let expression):
      let days = expression.span(at: now, in: test.zone).monthDays(in: test.zone)
      return "month_day_view(\(literal: value), \(test.zone.name), \(test.unit?.rawValue)) IN \(days)"
    }
  }
}

extension [SQL] {
  /// Joined in parentheses; none of them is true for "AND" and false for "OR".
  fileprivate func grouped(by word: String) -> SQL {
    switch count {
    case 0: word == "AND" ? "1" : "0"
    case 1: self[0]
    default: "(\(literal: joined(separator: " \(word) ")))"
    }
  }
}

extension PropertySpace {
  init(_ space: PropertyKey.Space) {
    self =
      switch space {
      case .contact: .contact
      case .tracked: .tracked
      case .company: .company
      }
  }
}

/// A basic property that is a column of its own, as a value like `packed` gives.
private struct PropertyColumn {
  let value: SQL

  init?(_ key: PropertyKey) {
    switch (key.space, key.name) {
    case (.contact, "state"): value = "c.state"
    case (.contact, "sessionCount"): value = "CAST(c.sessionCount AS REAL)"
    case (.contact, "lastSeenAt"): value = "CAST(c.lastSeenAt AS REAL)"
    case (.contact, "createdAt"), (.company, "createdAt"): value = "CAST(c.createdAt AS REAL)"
    case (.contact, "modifiedAt"), (.company, "modifiedAt"): value = "CAST(c.modifiedAt AS REAL)"
    default: return nil
    }
  }
}
