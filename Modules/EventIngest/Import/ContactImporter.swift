package import SegmentModel

/// Reads contacts from a file, one row after the other, in bounded memory.
package protocol ContactImporter {
  /// The next row as a message, or why it is none; nil at the end.
  ///
  /// The item's index is the number of the row, from 1, for whoever mends the file; its body the row as it stands there:
  /// an object, the cells of a table, or the text of a line.
  /// - Throws: `ImportError` where nothing of the rest can be read, and what reading the file throws.
  mutating func next(receivedAt: Instant) throws -> IngestItem?

  /// Bytes of the file that were read so far, perhaps some behind the last row.
  var fetched: Int { get }
  /// The names of the columns of a table, once the first row is read; empty for other files.
  var header: [String] { get }
  /// Columns that are called otherwise here.
  var renamed: [(column: String, name: String)] { get }
}

extension ContactImporter {
  package var header: [String] { [] }
  package var renamed: [(column: String, name: String)] { [] }
}

/// Gives the next bytes of a file; none at its end.
package typealias ByteSource = () throws -> [UInt8]

/// Why an import cannot go on.
package struct ImportError: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    case emptyFile, noIdentifierColumn, unknownColumn, duplicateColumn, rowTooLong, storeFailed
  }

  package var code: Code
  /// A sentence for the person who must act.
  package var message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}

package enum ImportLimits {
  /// Bytes of a row of a file.
  package static let rowBytes = 1 << 20
  /// Rows of one transaction.
  package static let transactionRows = 1000
  /// Bytes of the file from which on rows wait until those before are written.
  package static let transactionBytes = 4 << 20
  /// Time for one transaction, after which others have as long.
  package static let transactionTime: Duration = .milliseconds(20)
}
