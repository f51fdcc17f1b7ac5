import SegmentModel

/// Sums and the like over an attribute of events.
/// Source: filter-language, "Event conditions", row `aggregate` and below the table.
extension Oracle {
  func aggregate(_ node: JSONValue, over events: [EventRecord]) throws -> Bool {
    guard let function = node["function"]?.stringValue, let attribute = node["attribute"]?.stringValue,
      let name = node["operator"]?.stringValue, let operand = node["value"]
    else { throw OracleError.notUnderstood(node.text) }
    let elements = events.flatMap { $0.value(of: attribute)?.elements ?? [] }
    let result = try Self.result(function, elements, folded: folded)
    switch name {
    case "equals": return result != nil && result == operand.numberValue
    case "notEquals": return result == nil || result != operand.numberValue
    case "between":
      guard let bounds = operand.arrayValue, bounds.count == 2, let low = bounds[0].numberValue,
        let high = bounds[1].numberValue
      else { throw OracleError.notUnderstood(node.text) }
      return result.map { low <= $0 && $0 <= high } ?? false
    case "greaterThan", "greaterOrEqual", "lessThan", "lessOrEqual":
      guard let bound = operand.numberValue else { throw OracleError.notUnderstood(node.text) }
      return result.map { compares($0, name, bound) } ?? false
    default: throw OracleError.notUnderstood(node.text)
    }
  }

  /// Nil where there is nothing of which it could be the average, minimum or maximum.
  static func result(
    _ function: String, _ elements: [Scalar], folded: (Scalar) -> [Unicode.Scalar]
  ) throws -> Double? {
    let numbers = elements.compactMap(OracleView.number)
    let addends = numbers.filter { $0.magnitude < 1e12 }.map { Int128(($0 * 1e6).rounded(.toNearestOrAwayFromZero)) }
    let sum = addends.reduce(0, +)
    switch function {
    case "sum": return OracleQuotient.nearest(sum, over: 1_000_000)
    case "average":
      return addends.isEmpty ? nil : OracleQuotient.nearest(sum, over: 1_000_000 * Int128(addends.count))
    case "minimum": return numbers.min()
    case "maximum": return numbers.max()
    case "distinctCount": return Double(Set(elements.map { folded($0) }).count)
    default: throw OracleError.notUnderstood(function)
    }
  }
}
