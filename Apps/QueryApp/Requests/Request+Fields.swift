import HTTPTypes
import Hummingbird

extension Request {
  /// The value of a header field that has no constant of its own.
  func header(_ name: String) -> String? {
    HTTPField.Name(name).flatMap { headers[$0] }
  }
}

extension HTTPFields {
  /// These with a field that has no constant of its own.
  func with(_ name: String, _ value: String) -> HTTPFields {
    var fields = self
    if let name = HTTPField.Name(name) { fields[name] = value }
    return fields
  }
}
