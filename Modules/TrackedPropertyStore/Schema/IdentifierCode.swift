import SegmentModel

/// The numbers of the kinds of identifier in the table `identifier`.
enum IdentifierCode {
  static func code(of kind: Identifier.Kind) -> Int64 {
    switch kind {
    case .userId: 1
    case .code: 2
    case .email: 3
    case .phone: 4
    case .anonymousId: 5
    }
  }

  static func kind(of code: Int64) -> Identifier.Kind? {
    switch code {
    case 1: .userId
    case 2: .code
    case 3: .email
    case 4: .phone
    case 5: .anonymousId
    default: nil
    }
  }
}
