extension IngestRequest {
  /// What `Authorization` bears: the Bearer, or the Basic user name.
  package var authorizationKey: String? {
    let parts = headers["authorization", default: ""].split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let scheme = parts.first, let credentials = parts.last else { return nil }
    switch scheme.lowercased() {
    case "bearer": return String(credentials)
    case "basic":
      guard let bytes = Base64.decode(String(credentials)) else { return nil }
      let name = bytes.prefix { $0 != UInt8(ascii: ":") }
      return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
    default: return nil
    }
  }

  /// What may be its write key before the body is read, wherever a dialect looks for it.
  var keysOutsideBody: [String] {
    ([authorizationKey] + ["writeKey", "api_key", "token"].map { query[$0] }).compactMap(\.self).filter { !$0.isEmpty }
  }
}
