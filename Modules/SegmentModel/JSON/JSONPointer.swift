/// A place in a JSON text (RFC 6901); the empty pointer is the whole text.
package struct JSONPointer: Sendable, Hashable, Comparable, CustomStringConvertible {
  package var description: String

  package static let root = JSONPointer(description: "")

  package init(description: String) {
    self.description = description
  }

  package func appending(_ key: String) -> JSONPointer {
    var token = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": token += "~0"
      case "/": token += "~1"
      default: token.unicodeScalars.append(scalar)
      }
    }
    return JSONPointer(description: description + "/" + token)
  }

  package func appending(_ index: Int) -> JSONPointer {
    JSONPointer(description: "\(description)/\(index)")
  }

  package static func < (left: JSONPointer, right: JSONPointer) -> Bool { left.description < right.description }
}
