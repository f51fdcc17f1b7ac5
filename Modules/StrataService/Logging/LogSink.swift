import Glibc
import Synchronization

/// Where log lines go: a file descriptor, whole lines of at most `maximumLineLength` bytes, from any thread.
///
/// No thread and no buffer stands between, so that nothing is lost when the process dies. A line of at most `PIPE_BUF`
/// bytes goes into a pipe whole or not at all, and `poll` has told that there is room: a reader that has stopped
/// reading costs a writer 20 ms once, and then lines, whose number is told when there is room again.
package final class LogSink: Sendable {
  /// `PIPE_BUF`, with the line feed.
  package static let maximumLineLength = 4096

  package static let standardError = LogSink(descriptor: STDERR_FILENO)

  package let isTerminal: Bool
  private let descriptor: Int32
  private let dropped = Atomic<Int>(0)

  package init(descriptor: Int32) {
    self.descriptor = descriptor
    isTerminal = isatty(descriptor) == 1
  }

  /// Writes a line, its line feed included, or counts it as dropped.
  func write(_ line: [UInt8], notice: (_ dropped: Int) -> [UInt8]) {
    let waiting: Int32 = dropped.load(ordering: .relaxed) == 0 ? 20 : 0
    guard hasRoom(milliseconds: waiting) else {
      dropped.add(1, ordering: .relaxed)
      return
    }
    let lost = dropped.exchange(0, ordering: .relaxed)
    if lost > 0 {
      writeAll(notice(lost))
      guard hasRoom(milliseconds: 0) else {
        dropped.add(1, ordering: .relaxed)
        return
      }
    }
    writeAll(line)
  }

  private func hasRoom(milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, milliseconds) == 1 && entry.revents & Int16(POLLOUT) != 0
  }

  private func writeAll(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        return
      }
    }
  }
}
