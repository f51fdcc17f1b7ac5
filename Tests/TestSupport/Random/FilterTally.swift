package import SegmentModel

/// How often each node, part and operator was drawn, and how often a segment with it was neither empty nor everyone:
/// what a run of random filters is worth.
package struct FilterTally: Sendable, CustomStringConvertible {
  package struct Row: Sendable, Equatable {
    package var drawn = 0
    /// Neither empty nor everyone.
    package var telling = 0
  }

  /// By node, part or operator; of aggregates and quantifiers also by kind, as `aggregate sum`.
  package private(set) var rows: [String: Row] = [:]
  package private(set) var filters = 0
  package private(set) var tellingFilters = 0

  package init() {}

  /// - Parameter population: everyone of the content type.
  package mutating func record(_ definition: JSONValue, members: Int, of population: Int) {
    var names: Set<String> = []
    Self.collect(definition, into: &names)
    let isTelling = members > 0 && members < population
    filters += 1
    if isTelling { tellingFilters += 1 }
    for name in names {
      rows[name, default: Row()].drawn += 1
      if isTelling { rows[name, default: Row()].telling += 1 }
    }
  }

  /// Of two runs together.
  package static func + (left: FilterTally, right: FilterTally) -> FilterTally {
    var sum = left
    sum.filters += right.filters
    sum.tellingFilters += right.tellingFilters
    sum.rows.merge(right.rows) { Row(drawn: $0.drawn + $1.drawn, telling: $0.telling + $1.telling) }
    return sum
  }

  /// Parts and operators of a subset that were never drawn, or never in a telling segment.
  package func neverTelling(of subset: FilterSubset) -> [String] {
    let parts = FilterPart.allCases.filter(subset.parts.contains).map(\.rawValue)
    let operators = FilterOperator.allCases.filter(subset.operators.contains).map(\.rawValue)
    return (parts + operators).filter { (rows[$0]?.telling ?? 0) == 0 }
  }

  package var description: String {
    let width = rows.keys.map(\.count).max() ?? 0
    let table = rows.keys.sorted().map { name in
      let row = rows[name] ?? Row()
      let pad = String(repeating: " ", count: width - name.count)
      return "\(name)\(pad) \(Self.right(row.drawn)) \(Self.right(row.telling))"
    }
    let head = String(repeating: " ", count: width) + "   drawn telling"
    return (["\(filters) filters, \(tellingFilters) neither empty nor everyone", head] + table).joined(separator: "\n")
  }

  private static func right(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, 7 - digits.count)) + digits
  }

  private static func collect(_ json: JSONValue, into names: inout Set<String>) {
    for element in json.arrayValue ?? [] { collect(element, into: &names) }
    for member in json.objectValue ?? [] {
      if FilterPart(rawValue: member.key) != nil, member.value != .null { names.insert(member.key) }
      if let text = member.value.stringValue {
        switch member.key {
        case "operator": names.insert(text)
        case "function": names.insert("aggregate \(text)")
        case "quantifier": names.insert("quantifier \(text)")
        case "occurrence": names.insert("occurrence \(text)")
        default: break
        }
      }
      collect(member.value, into: &names)
    }
  }
}
