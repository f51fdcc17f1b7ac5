import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Takes the body of an answer into memory.
final class CollectedBody: ResponseBodyWriter {
  let buffer = Mutex(ByteBuffer())

  func write(_ part: ByteBuffer) async throws {
    buffer.withLock { _ = $0.writeImmutableBuffer(part) }
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
