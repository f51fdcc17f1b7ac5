import Glibc

/// The file that holds a running server's address, the address alone: `http://127.0.0.1:3300`.
package struct AddressFile: Sendable {
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// Replaces the file at once: a reader sees the old or the new address, never half of one.
  /// - Throws: `AddressFileError`.
  package func write(_ address: String) throws {
    let temporary = path + ".new"
    guard let file = fopen(temporary, "wb") else { throw AddressFileError(path: temporary, code: errno) }
    let bytes = Array(address.utf8)
    let isWritten = fwrite(bytes, 1, bytes.count, file) == bytes.count
    let isClosed = fclose(file) == 0
    guard isWritten, isClosed, rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw AddressFileError(path: path, code: code)
    }
  }

  package func remove() {
    unlink(path)
  }
}

struct AddressFileError: Error, CustomStringConvertible {
  let path: String
  let code: Int32

  var description: String { "\(path): \(String(cString: strerror(code)))" }
}
