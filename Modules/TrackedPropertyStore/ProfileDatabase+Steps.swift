import Glibc

extension ProfileDatabase {
  /// Calls `step` in a transaction of its own, again and again while it returns true. Each is to touch at most
  /// `Retention.rowsPerTransaction` rows; between two of them others have as long to write as the last one took.
  func writeInSteps(_ step: (ProfileWriteTransaction) throws -> Bool) throws {
    var isMore = true
    while isMore {
      let took = try ContinuousClock().measure { isMore = try write(step).value }
      if isMore { Self.letOthersWrite(for: took) }
    }
  }

  static func letOthersWrite(for time: Duration) { usleep(UInt32(clamping: Int64(time / .microseconds(1)))) }
}
