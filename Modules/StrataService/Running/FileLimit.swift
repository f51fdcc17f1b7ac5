import Glibc

/// How many files and sockets the process may have open.
enum FileLimit {
  /// As many as are raised to where the system allows more.
  private static let wanted: rlim_t = 16_384

  static var current: Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    return Int(min(limit.rlim_cur, wanted))
  }

  /// Raises the soft limit towards the hard one, for the usual 1,024 is less than the connections we take.
  static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < wanted else { return }
    limit.rlim_cur = min(wanted, limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
