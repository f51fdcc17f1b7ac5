#ifndef STRATA_PACKED_RECORD_H
#define STRATA_PACKED_RECORD_H

struct sqlite3;

/// Registers the table-valued function `packed(record, name)` on a connection, with the one column
/// `value`: a row for the value that a packed record holds under the id of a name, a row an element
/// where it is a list, no row where the name is absent, removed or NULL, or the record is NULL.
///
/// Text comes as a BLOB of its UTF-8, a number as REAL, a boolean as INTEGER 0 or 1. A record that is not a blob, or
/// is damaged before or in the entry looked for, ends the statement with SQLITE_CORRUPT_VTAB; nothing
/// outside the blob is ever read. The format is described in PackedRecord.swift.
///
/// Returns an SQLite result code. To be called before the connection is shared.
int strata_register_packed(struct sqlite3 *connection);

#endif
