import SegmentModel

/// Stable shares.
/// Source: filter-language, "Nodes", row `sample`.
extension Oracle {
  func isSampled(_ subject: OracleSubject, by sample: JSONValue) throws -> Bool {
    guard let percent = sample["percent"]?.numberValue, let salt = sample["salt"]?.stringValue else {
      throw OracleError.notUnderstood(sample.text)
    }
    let place = places.answer(Array("\(salt):\(subject.publicID)".utf8)) { message in
      OracleSHA256.digest(message).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    // A share of 1 is beyond every place, and beyond what the integer holds.
    let bound = percent / 100 * 0x1p64
    return bound >= 0x1p64 || place < UInt64(bound.rounded(.up))
  }
}
