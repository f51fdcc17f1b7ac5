package import SegmentModel

/// Reads contacts from a file, one row after the other, in bounded memory.
package protocol ContactImporter {
  /// The next row as a message, or why it is none; nil at the end.
  /// - Throws: `ImportError` where nothing of the rest can be read, and what reading the file throws.
  mutating func next(receivedAt: Instant) throws -> ContactRow?

  /// Bytes of the file that were read so far, perhaps some behind the last row.
  var fetched: Int { get }
  /// The first row of a file of refused rows of a table, once that of the table is read; empty for other files.
  var refusedHeader: [UInt8] { get }
  /// Columns that are called otherwise here.
  var renamed: [(column: String, name: String)] { get }
}

extension ContactImporter {
  package var refusedHeader: [UInt8] { [] }
  package var renamed: [(column: String, name: String)] { [] }
}

/// A row of a file of contacts.
package struct ContactRow: Sendable {
  package var text: RowText
  /// Its index is the number of the row, from 1, for whoever mends the file.
  package var item: IngestItem

  var index: Int { item.index }

  /// - Parameter number: of the row.
  init(_ number: Int, _ text: RowText, receivedAt: Instant, _ content: Result<IngestMessage, Rejection>) {
    self.init(text, IngestItem(index: number, receivedAt: receivedAt, body: .null, content: content))
  }

  /// Of the item nothing is kept: whoever runs the import is told of `text`.
  init(_ text: RowText, _ item: IngestItem) {
    self.text = text
    self.item = item
  }
}

/// Gives the next bytes of a file; none at its end.
package typealias ByteSource = () throws -> [UInt8]

/// Why an import cannot go on.
package struct ImportError: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable {
    case emptyFile, unreadable, noIdentifierColumn, unknownColumn, duplicateColumn, rowTooLong, storeFailed
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
