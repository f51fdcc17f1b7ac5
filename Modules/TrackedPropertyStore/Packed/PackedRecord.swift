import SegmentModel

/// The format in which a contact's or company's properties, and an event's attributes, lie in one
/// blob of `profiles.sqlite`.
///
/// Little-endian; a varint is groups of seven bits, the lowest first, in at most ten bytes:
///
/// ```
/// record   format (one byte, 1), then entries with rising name ids, nothing after them
/// entry    name id (varint, from 1), flags (one byte), [write time (varint, zigzag)], payload
/// flags    bits 0-2 kind, bit 3 has a write time, bit 4 trusted, the others 0
/// payload  removed, false, true   nothing
///          number                 8 bytes, an IEEE double, finite
///          text                   length in bytes (varint), UTF-8
///          list                   length in bytes (varint), elements
/// element  kind (one byte, text or number), payload
/// ```
///
/// Write times are epoch milliseconds. *Trusted* marks a value that a server source, an import or the
/// API wrote. A removed entry stays, so that an older write arriving late does not bring it back.
/// SQL reads the same format through `packed(record, name)` of CPackedRecord; a test holds the two
/// to the same answers on damaged records.
package enum PackedRecord {
  /// The first byte of each record.
  static let format: UInt8 = 1

  /// Most bytes of one record. A write that would pass it is refused with `ProfileLimitError.recordTooLarge`.
  package static let maximumSize = ProfileLimitError.maximumRecordBytes

  /// The record without entries.
  package static let empty: [UInt8] = [format]

  static let kindMask: UInt8 = 0x07
  static let hasTime: UInt8 = 0x08
  static let trusted: UInt8 = 0x10
  static let allFlags: UInt8 = 0x1f
}

/// What an entry, or an element of a list, holds; the number is the one in the record.
package enum PackedKind: UInt8, Sendable {
  case removed = 0
  case text = 1
  case number = 2
  case `false` = 3
  case `true` = 4
  case list = 5
}
