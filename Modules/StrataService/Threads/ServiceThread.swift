import Foundation

/// A thread of our own, for what blocks.
enum ServiceThread {
  /// - Parameter name: the system's tools show 15 bytes of it.
  static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.start()
  }
}
