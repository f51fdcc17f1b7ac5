import SegmentSync
import Synchronization

/// The streams of counts that are open, and the one board that all of them read from.
///
/// Nothing is read while none is open, and however many are, one reading serves all. What a stream has not told yet is
/// told as it is by then: a client that is behind gets the latest of each segment and never a queue.
final class CountStreams: Sendable {
  /// Streams that are open at once; one more is refused.
  static let maximumCount = 100

  private struct WeakStream {
    weak var stream: CountStream?
  }

  private struct State {
    var board = CountBoard()
    var streams: [Int: WeakStream] = [:]
    var nextKey = 0
    var isEnding = false
  }

  /// Gives an element when the board is to be read again.
  let readings: AsyncStream<Void>

  private let ask: AsyncStream<Void>.Continuation
  private let state = Mutex(State())

  init() {
    (readings, ask) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// How many are open.
  var count: Int { state.withLock(\.streams.count) }

  /// Something may have changed. Does not block.
  func ring() {
    if state.withLock({ !$0.streams.isEmpty }) { ask.yield() }
  }

  /// - Parameter disconnect: ends the connection of the stream.
  /// - Returns: nil where as many as may be are open, or the server is stopping.
  func open(disconnect: @escaping @Sendable () -> Void) -> CountStream? {
    let stream = state.withLock { state -> CountStream? in
      guard !state.isEnding, state.streams.count < Self.maximumCount else { return nil }
      let key = state.nextKey
      state.nextKey += 1
      let stream = CountStream(at: .now, disconnect: disconnect) { [weak self] in self?.close(key) }
      state.streams[key] = WeakStream(stream: stream)
      return stream
    }
    ask.yield()
    return stream
  }

  private func close(_ key: Int) { state.withLock { _ = $0.streams.removeValue(forKey: key) } }

  /// Takes in what was read, and wakes the streams where it is something new. One that has just begun finds it either
  /// way: the reading that it asked for wakes it.
  func take(_ overview: CountsOverview) {
    state.withLock { _ = $0.board.take(overview) }
    for stream in open { stream.ring() }
  }

  /// - Parameter told: the reading up to which the stream was told everything; nil where it begins.
  func news(since told: CountBoard.Reading?) -> (text: String, reading: CountBoard.Reading?) {
    state.withLock { ($0.board.news(since: told), $0.board.reading) }
  }

  /// To be called about every second: lets streams write their heartbeats, and cuts off clients that do not read.
  func tick(at now: StreamPace.Moment) {
    for stream in open {
      stream.endWhereStuck(at: now)
      stream.ring()
    }
  }

  /// Ends every stream; none is opened any more.
  func end() {
    state.withLock { $0.isEnding = true }
    for stream in open { stream.end() }
  }

  private var open: [CountStream] { state.withLock { $0.streams.values.compactMap(\.stream) } }
}
