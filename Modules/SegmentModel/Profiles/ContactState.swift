/// What a person is to us. A state never falls by itself.
package enum ContactState: String, Sendable, CaseIterable, Comparable {
  case visitor, lead, customer

  private var rank: Int {
    switch self {
    case .visitor: 0
    case .lead: 1
    case .customer: 2
    }
  }

  package static func < (left: ContactState, right: ContactState) -> Bool { left.rank < right.rank }
}
