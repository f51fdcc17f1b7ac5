import CZlib

/// Inflates gzip (RFC 1952) that comes in pieces, in the memory of a few of them.
package final class GunzipStream {
  private static let outputBytes = 1 << 16

  private let source: () throws -> [UInt8]
  private let inflater: OpaquePointer
  private var input: [UInt8] = []
  private var position = 0

  /// - Parameter source: the next bytes at each call, none at the end.
  /// - Throws: `Gzip.Failure.noMemory`.
  package init(_ source: @escaping () throws -> [UInt8]) throws(Gzip.Failure) {
    guard let inflater = strata_inflater_new() else { throw .noMemory }
    self.inflater = inflater
    self.source = source
  }

  deinit { strata_inflater_free(inflater) }

  /// The next bytes; none at the end.
  /// - Throws: `Gzip.Failure.malformed`, also where it ends too early; what the source throws.
  package func next() throws -> [UInt8] {
    while true {
      let output = try step()
      if !output.isEmpty { return output }
      if position < input.count { continue }
      input = try source()
      position = 0
      if input.isEmpty {
        guard strata_inflater_is_between_members(inflater) else { throw Gzip.Failure.malformed }
        return []
      }
    }
  }

  private func step() throws(Gzip.Failure) -> [UInt8] {
    var consumed = 0
    var isSound = true
    let output = [UInt8](unsafeUninitializedCapacity: Self.outputBytes) { buffer, produced in
      isSound = input.withUnsafeBufferPointer { bytes in
        let rest = UnsafeBufferPointer(rebasing: bytes[position...])
        return strata_inflater_step(
          inflater, rest.baseAddress, rest.count, &consumed, buffer.baseAddress, buffer.count, &produced)
      }
    }
    // What can be used for nothing is damage.
    guard isSound, consumed > 0 || !output.isEmpty || position == input.count else { throw .malformed }
    position += consumed
    return output
  }
}
