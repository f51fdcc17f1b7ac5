package import SegmentModel

/// What is asked of a stored value, after names and types are resolved. Always the positive question: it holds if
/// it holds for any element, and not where the view is missing; a negative operator is its complement.
package indirect enum ValueTest: Sendable, Hashable {
  case isSet
  case text(TextTest)
  case number(NumberTest)
  case date(DateTest)
  case boolean(Bool)
  /// `in` with values of several types.
  case anyOf([ValueTest])

  /// Texts are folded.
  package enum TextTest: Sendable, Hashable {
    case isOneOf([ExactText])
    case contains(ExactText)
    case hasPrefix(ExactText)
    case hasSuffix(ExactText)
  }

  package enum NumberTest: Sendable, Hashable {
    case isOneOf([Double])
    /// Ends are included if so said; nil is open.
    case range(lower: Bound?, upper: Bound?)

    package struct Bound: Sendable, Hashable {
      package var value: Double
      package var isIncluded: Bool

      package init(_ value: Double, isIncluded: Bool) {
        self.value = value
        self.isIncluded = isIncluded
      }
    }
  }

  package struct DateTest: Sendable, Hashable {
    package enum Question: Sendable, Hashable {
      case within(TimeRange)
      /// Month and day, in the zone, are those of a day that the span touches.
      case anniversary(DateExpression)
    }

    package var question: Question
    /// Where values without an offset are.
    package var zone: Zone
    /// Set only where the property is declared `datetime`.
    package var unit: DateUnit?

    package init(_ question: Question, zone: Zone, unit: DateUnit?) {
      self.question = question
      self.zone = zone
      self.unit = unit
    }
  }
}
