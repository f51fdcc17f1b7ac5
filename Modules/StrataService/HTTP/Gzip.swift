import CZlib

/// gzip (RFC 1952), as bodies and files come.
package enum Gzip {
  package enum Failure: Error, Equatable, Sendable {
    /// Not gzip, damaged or cut short.
    case malformed
    /// More comes out than the bound.
    case tooLarge
    /// zlib got none.
    case noMemory
  }

  /// Whether it begins as gzip does; no JSON and no form does.
  package static func isGzip(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  /// Inflates everything, at most `limit` bytes, and stops there: what would be larger costs neither the time nor the
  /// memory. Memory of the system is used for what comes out, not for the bound.
  package static func inflate(_ bytes: [UInt8], upTo limit: Int) throws(Failure) -> [UInt8] {
    var result = strata_inflate_malformed
    let inflated = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      guard let output = buffer.baseAddress else { return }
      result = bytes.withUnsafeBufferPointer { input in
        input.baseAddress.map { strata_gunzip($0, input.count, output, limit, &count) } ?? strata_inflate_malformed
      }
    }
    switch result {
    case strata_inflate_done: return inflated
    case strata_inflate_too_large: throw .tooLarge
    case strata_inflate_no_memory: throw .noMemory
    default: throw .malformed
    }
  }

  /// One member, as small as zlib can make it; empty where there is no memory for it.
  package static func deflate(_ bytes: [UInt8]) -> [UInt8] {
    let bound = strata_gzip_bound(bytes.count)
    return [UInt8](unsafeUninitializedCapacity: bound) { buffer, count in
      guard let output = buffer.baseAddress else { return }
      count = bytes.withUnsafeBufferPointer { input in
        input.baseAddress.map { strata_gzip($0, input.count, output, bound) } ?? 0
      }
    }
  }
}
