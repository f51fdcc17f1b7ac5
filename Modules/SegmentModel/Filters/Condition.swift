/// An operator with its value, as written.
package struct Condition: Sendable, Hashable {
  package enum Operand: Sendable, Hashable {
    case none
    case scalar(Scalar)
    case scalars([Scalar])
    case text(String)
    case number(Double)
    case numbers(low: Double, high: Double)
    case date(DateExpression)
    case dates(low: DateExpression, high: DateExpression)
    /// N of the n-th minute or day.
    case nth(Int)
    case duration(ElapsedDuration)
  }

  package var `operator`: Operator
  package var operand: Operand

  package init(_ operator: Operator, _ operand: Operand) {
    self.operator = `operator`
    self.operand = operand
  }
}
