import FilterCompiler
import Foundation
import GRDB
import SegmentModel
import TrackedPropertyStore

/// Tests of properties and attributes.
extension PlanLowering {
  func property(_ key: PropertyKey, _ test: ValueTest, on row: Row) -> SQL {
    if let column = PropertyColumn(key, of: row) {
      return test == .isSet
        ? "\(literal: column.value) IS NOT NULL" : "coalesce(\(literal: self.test(test, on: column.value)), 0)"
    }
    let space = PropertySpace(key.space).rawValue
    let id: SQL = """
      (SELECT id FROM propertyName WHERE space = \(space) AND name = \(literal: name(ExactText(key.name))))
      """
    return elements(of: "\(literal: row.name).properties", named: id, that: test)
  }

  /// The condition on the attributes of one event. Negations go down to the attributes, and a group in a group of its
  /// kind is one: nothing here can be settled by itself, and the parser's stack has to hold all of it.
  func attributes(_ node: AttributeTest, of record: SQL, isNegated: Bool = false) -> Condition {
    switch node {
    case .all, .any:
      let isAll = node.isAll != isNegated
      return node.members(isAll: node.isAll).map { member, isMemberNegated in
        attributes(member, of: record, isNegated: isNegated != isMemberNegated)
      }.joined(by: isAll ? .and : .or)
    case .not(let inner): return attributes(inner, of: record, isNegated: !isNegated)
    case .attribute(let name, let test):
      let condition = Condition(elements(of: record, named: attributeID(name), that: test))
      return isNegated ? condition.negated : condition
    }
  }

  func attributeID(_ name: ExactText) -> SQL {
    "(SELECT id FROM attributeName WHERE name = \(literal: self.name(name)))"
  }

  /// Whether any element of a packed value satisfies the test.
  private func elements(of record: SQL, named name: SQL, that test: ValueTest) -> SQL {
    let source: SQL = "SELECT 1 FROM packed(\(literal: record), \(literal: name)) v"
    return test == .isSet
      ? "EXISTS (\(literal: source))" : "EXISTS (\(literal: source) WHERE \(literal: self.test(test, on: "v.value")))"
  }

  /// The test on one element; NULL counts as false.
  private func test(_ test: ValueTest, on value: SQL) -> SQL {
    switch test {
    case .isSet: return "\(literal: value) IS NOT NULL"
    case .boolean(let boolean): return "boolean_view(\(literal: value)) = \(boolean)"
    case .text(let test): return text(test, on: value)
    case .number(let test): return number(test, on: "number_view(\(literal: value))")
    case .date(let test): return date(test, on: value)
    case .anyOf(let tests):
      return tests.map { Condition("coalesce(\(literal: self.test($0, on: value)), 0)") }.joined(by: .or).sql
    }
  }

  private func text(_ test: ValueTest.TextTest, on value: SQL) -> SQL {
    let view: SQL = "text_view(\(literal: value))"
    switch test {
    case .isOneOf(let texts): return "\(literal: view) IN \(literal: set(texts))"
    case .contains(let part): return "instr(\(literal: view), \(text(part))) > 0"
    case .hasPrefix(let part): return "substr(\(literal: view), 1, \(part.text.utf8.count)) = \(text(part))"
    // A negative place before the beginning of a shorter text gives all of it, which can not be equal.
    case .hasSuffix(let part): return "substr(\(literal: view), \(-part.text.utf8.count)) = \(text(part))"
    }
  }

  /// The test of a number that is given as such.
  func number(_ test: ValueTest.NumberTest, on view: SQL) -> SQL {
    switch test {
    case .isOneOf(let numbers): return "\(literal: view) IN \(literal: set(numbers))"
    case .range(let lower, let upper):
      var ends: [Condition] = []
      if let lower {
        ends.append(Condition("\(literal: view) \(sql: lower.isIncluded ? ">=" : ">") \(lower.value)"))
      }
      if let upper {
        ends.append(Condition("\(literal: view) \(sql: upper.isIncluded ? "<=" : "<") \(upper.value)"))
      }
      return ends.joined(by: .and).sql
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
      let days = expression.span(at: now, in: test.zone).monthDays(in: test.zone).sorted()
      return "month_day_view(\(literal: value), \(test.zone.name), \(test.unit?.rawValue)) IN \(days)"
    }
  }

  // MARK: Sets

  /// Values up to so many are bindings of their own; a statement has at most 32,766
  /// (https://www.sqlite.org/limits.html), so larger sets travel as one packed list.
  private static let boundValues = 32

  private func set(_ texts: [ExactText]) -> SQL {
    packedSet(texts.count) { for text in texts { $0.addElement(text.text) } } ?? "\(texts.map(text))"
  }

  private func set(_ numbers: [Double]) -> SQL {
    packedSet(numbers.count) { for number in numbers { $0.addElement(number) } } ?? "\(numbers)"
  }

  private func packedSet(_ count: Int, _ add: (inout PackedRecordWriter) -> Void) -> SQL? {
    guard count > Self.boundValues, !isForReading else { return nil }
    var writer = PackedRecordWriter()
    writer.reset()
    add(&writer)
    writer.appendList(name: 1)
    guard let record = try? writer.finish() else { return nil }
    return "(SELECT value FROM packed(\(Data(record)), 1))"
  }
}

extension AttributeTest {
  fileprivate var isAll: Bool { if case .all = self { true } else { false } }

  /// What a group joins, with groups of the same kind, and negated ones of the other kind, taken apart.
  fileprivate func members(isAll: Bool, isNegated: Bool = false) -> [(AttributeTest, isNegated: Bool)] {
    switch self {
    case .all(let nodes) where isAll != isNegated, .any(let nodes) where isAll == isNegated:
      return nodes.flatMap { $0.members(isAll: isAll, isNegated: isNegated) }
    case .not(let inner): return inner.members(isAll: isAll, isNegated: !isNegated)
    default: return [(self, isNegated)]
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

  init?(_ key: PropertyKey, of row: PlanLowering.Row) {
    switch (key.space, key.name) {
    case (.contact, "state"): value = "\(literal: row.name).state"
    case (.contact, "sessionCount"): value = "CAST(\(literal: row.name).sessionCount AS REAL)"
    case (.contact, "lastSeenAt"): value = "CAST(\(literal: row.name).lastSeenAt AS REAL)"
    case (.contact, "createdAt"), (.company, "createdAt"): value = "CAST(\(literal: row.name).createdAt AS REAL)"
    case (.contact, "modifiedAt"), (.company, "modifiedAt"): value = "CAST(\(literal: row.name).modifiedAt AS REAL)"
    default: return nil
    }
  }
}
