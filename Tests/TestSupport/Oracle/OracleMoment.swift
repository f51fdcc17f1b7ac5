/// When and where a node is asked, and through which segments it was reached.
struct OracleMoment {
  /// Epoch milliseconds.
  var now: Int64
  var zone: OracleZone
  var chain: [String] = []
}
