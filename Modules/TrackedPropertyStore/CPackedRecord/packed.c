// The virtual table `packed(record, name)`: see CPackedRecord.h. Table-valued functions are
// explained at https://www.sqlite.org/vtab.html#tabfunc2.

#include "CPackedRecord.h"

#include <math.h>
#include <sqlite3.h>
#include <stdint.h>
#include <string.h>

enum { FORMAT = 1 };

enum {
  REMOVED = 0, TEXT = 1, NUMBER = 2, FALSE_VALUE = 3, TRUE_VALUE = 4, LIST = 5,
  KIND_MASK = 0x07, HAS_TIME = 0x08, TRUSTED = 0x10, FLAG_MASK = KIND_MASK | HAS_TIME | TRUSTED,
};

enum { COLUMN_VALUE = 0, COLUMN_RECORD = 1, COLUMN_NAME = 2 };

// What is left of a run of bytes. Every read goes through the three functions below, which never
// step over the end.
typedef struct {
  const unsigned char *at;
  const unsigned char *end;
} Bytes;

// The value of one entry, or of one element of a list.
typedef struct {
  int kind;
  double number;
  Bytes text;  // text: its UTF-8; list: its elements
} Value;

static int take_byte(Bytes *bytes, unsigned char *byte) {
  if (bytes->at == bytes->end) return 0;
  *byte = *bytes->at++;
  return 1;
}

// Little-endian groups of seven bits, at most ten bytes, at most 64 bits.
static int take_varint(Bytes *bytes, uint64_t *value) {
  uint64_t result = 0;
  for (int shift = 0; shift < 70; shift += 7) {
    unsigned char byte;
    if (!take_byte(bytes, &byte)) return 0;
    if (shift == 63 && byte > 1) return 0;
    result |= (uint64_t)(byte & 0x7f) << shift;
    if (byte < 0x80) {
      *value = result;
      return 1;
    }
  }
  return 0;
}

static int take_run(Bytes *bytes, uint64_t length, Bytes *run) {
  if (length > (uint64_t)(bytes->end - bytes->at)) return 0;
  run->at = bytes->at;
  run->end = bytes->at + length;
  bytes->at += length;
  return 1;
}

// The payload of a value of a known kind.
static int take_payload(Bytes *bytes, int kind, Value *value) {
  value->kind = kind;
  switch (kind) {
    case REMOVED:
    case FALSE_VALUE:
    case TRUE_VALUE:
      return 1;
    case NUMBER: {
      Bytes run;
      if (!take_run(bytes, 8, &run)) return 0;
      uint64_t bits = 0;
      for (int i = 7; i >= 0; i--) bits = bits << 8 | run.at[i];
      memcpy(&value->number, &bits, sizeof bits);
      return isfinite(value->number) ? 1 : 0;
    }
    case TEXT:
    case LIST: {
      uint64_t length;
      return take_varint(bytes, &length) && take_run(bytes, length, &value->text);
    }
    default:
      return 0;
  }
}

// Looks for the entry of a name. 1: found; 0: not there; -1: the record is damaged.
static int find_entry(Bytes record, uint64_t name, Value *value) {
  unsigned char format;
  if (!take_byte(&record, &format) || format != FORMAT) return -1;
  uint64_t previous = 0;
  while (record.at != record.end) {
    uint64_t id, time;
    unsigned char flags;
    if (!take_varint(&record, &id) || !take_byte(&record, &flags)) return -1;
    if (id <= previous || id > INT64_MAX || (flags & ~FLAG_MASK)) return -1;
    if ((flags & HAS_TIME) && !take_varint(&record, &time)) return -1;
    if (!take_payload(&record, flags & KIND_MASK, value)) return -1;
    if (id >= name) return id == name;
    previous = id;
  }
  return 0;
}

typedef struct {
  sqlite3_vtab_cursor base;
  // A copy of the text or of the list's elements: the arguments of xFilter do not outlive it.
  // It grows and is reused from one xFilter to the next.
  unsigned char *copy;
  size_t capacity;
  Bytes rest;  // the elements of the list after the current one
  Value value;
  sqlite3_int64 name;
  sqlite3_int64 ordinal;
  int at_end;
} Cursor;

static int damaged(sqlite3_vtab *table) {
  sqlite3_free(table->zErrMsg);
  table->zErrMsg = sqlite3_mprintf("packed: the record is damaged");
  // Plain SQLITE_CORRUPT would keep the transaction from being committed, whatever else it did.
  return SQLITE_CORRUPT_VTAB;
}

static int packed_connect(
    sqlite3 *connection, void *context, int count, const char *const *arguments, sqlite3_vtab **table,
    char **message) {
  (void)context, (void)count, (void)arguments, (void)message;
  int code = sqlite3_declare_vtab(connection, "CREATE TABLE x(value, record HIDDEN, name HIDDEN)");
  if (code != SQLITE_OK) return code;
  sqlite3_vtab_config(connection, SQLITE_VTAB_INNOCUOUS);
  *table = sqlite3_malloc(sizeof **table);
  if (*table == NULL) return SQLITE_NOMEM;
  memset(*table, 0, sizeof **table);
  return SQLITE_OK;
}

static int packed_disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

// Both arguments are demanded: a plan in which one is not yet known is refused, so that SQLite looks
// for another.
static int packed_best_index(sqlite3_vtab *table, sqlite3_index_info *info) {
  int record = -1, name = -1;
  for (int i = 0; i < info->nConstraint; i++) {
    const struct sqlite3_index_constraint *constraint = &info->aConstraint[i];
    if (constraint->op != SQLITE_INDEX_CONSTRAINT_EQ || constraint->iColumn < COLUMN_RECORD) continue;
    if (!constraint->usable) return SQLITE_CONSTRAINT;
    if (constraint->iColumn == COLUMN_RECORD) record = i;
    if (constraint->iColumn == COLUMN_NAME) name = i;
  }
  if (record < 0 || name < 0) {
    sqlite3_free(table->zErrMsg);
    table->zErrMsg = sqlite3_mprintf("packed(record, name) needs both its arguments");
    return SQLITE_ERROR;
  }
  info->aConstraintUsage[record].argvIndex = 1;
  info->aConstraintUsage[record].omit = 1;
  info->aConstraintUsage[name].argvIndex = 2;
  info->aConstraintUsage[name].omit = 1;
  info->estimatedCost = 1;
  info->estimatedRows = 1;
  return SQLITE_OK;
}

static int packed_open(sqlite3_vtab *table, sqlite3_vtab_cursor **opened) {
  (void)table;
  Cursor *cursor = sqlite3_malloc(sizeof *cursor);
  if (cursor == NULL) return SQLITE_NOMEM;
  memset(cursor, 0, sizeof *cursor);
  cursor->at_end = 1;
  *opened = &cursor->base;
  return SQLITE_OK;
}

static int packed_close(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  sqlite3_free(cursor->copy);
  sqlite3_free(cursor);
  return SQLITE_OK;
}

// Moves the cursor to the next element of a list.
static int take_element(Cursor *cursor) {
  if (cursor->rest.at == cursor->rest.end) {
    cursor->at_end = 1;
    return SQLITE_OK;
  }
  unsigned char kind;
  if (!take_byte(&cursor->rest, &kind)) return damaged(cursor->base.pVtab);
  if (kind != TEXT && kind != NUMBER) return damaged(cursor->base.pVtab);
  if (!take_payload(&cursor->rest, kind, &cursor->value)) return damaged(cursor->base.pVtab);
  return SQLITE_OK;
}

// Copies the payload that the found value points to, and lets the value point to the copy.
static int keep_payload(Cursor *cursor) {
  size_t length = (size_t)(cursor->value.text.end - cursor->value.text.at);
  if (length > cursor->capacity) {
    size_t capacity = length < 256 ? 256 : length;
    unsigned char *copy = sqlite3_realloc64(cursor->copy, capacity);
    if (copy == NULL) return SQLITE_NOMEM;
    cursor->copy = copy;
    cursor->capacity = capacity;
  }
  if (length > 0) memcpy(cursor->copy, cursor->value.text.at, length);
  cursor->value.text.at = cursor->copy;
  cursor->value.text.end = length > 0 ? cursor->copy + length : cursor->copy;
  return SQLITE_OK;
}

static int packed_filter(
    sqlite3_vtab_cursor *base, int plan, const char *plan_text, int count, sqlite3_value **arguments) {
  (void)plan, (void)plan_text;
  Cursor *cursor = (Cursor *)base;
  cursor->at_end = 1;
  cursor->ordinal = 0;
  cursor->rest = (Bytes){NULL, NULL};
  if (count != 2) return SQLITE_MISUSE;
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || sqlite3_value_type(arguments[1]) == SQLITE_NULL) {
    return SQLITE_OK;
  }
  if (sqlite3_value_type(arguments[0]) != SQLITE_BLOB) return damaged(base->pVtab);
  if (sqlite3_value_type(arguments[1]) != SQLITE_INTEGER) {
    sqlite3_free(base->pVtab->zErrMsg);
    base->pVtab->zErrMsg = sqlite3_mprintf("packed: the name must be the id of a name");
    return SQLITE_MISMATCH;
  }
  cursor->name = sqlite3_value_int64(arguments[1]);
  if (cursor->name <= 0) return SQLITE_OK;

  const unsigned char *blob = sqlite3_value_blob(arguments[0]);
  int length = sqlite3_value_bytes(arguments[0]);
  if (blob == NULL || length <= 0) return damaged(base->pVtab);
  Bytes record = {blob, blob + length};
  int found = find_entry(record, (uint64_t)cursor->name, &cursor->value);
  if (found < 0) return damaged(base->pVtab);
  if (found == 0 || cursor->value.kind == REMOVED) return SQLITE_OK;

  cursor->at_end = 0;
  if (cursor->value.kind != TEXT && cursor->value.kind != LIST) return SQLITE_OK;
  int code = keep_payload(cursor);
  if (code != SQLITE_OK || cursor->value.kind == TEXT) return code;
  cursor->rest = cursor->value.text;
  return take_element(cursor);
}

static int packed_next(sqlite3_vtab_cursor *base) {
  Cursor *cursor = (Cursor *)base;
  cursor->ordinal++;
  // `rest` is empty for a value that is no list.
  return take_element(cursor);
}

static int packed_eof(sqlite3_vtab_cursor *base) { return ((Cursor *)base)->at_end; }

static int packed_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *rowid) {
  *rowid = ((Cursor *)base)->ordinal;
  return SQLITE_OK;
}

static int packed_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column) {
  Cursor *cursor = (Cursor *)base;
  if (column == COLUMN_NAME) {
    sqlite3_result_int64(context, cursor->name);
    return SQLITE_OK;
  }
  if (column != COLUMN_VALUE) return SQLITE_OK;  // NULL: the record is not kept
  switch (cursor->value.kind) {
    case TEXT: {
      const void *text = cursor->value.text.at;
      size_t length = (size_t)(cursor->value.text.end - cursor->value.text.at);
      // Not as TEXT, which for many functions ends at a NUL: https://www.sqlite.org/nulinstr.html
      sqlite3_result_blob64(context, length > 0 ? text : "", length, SQLITE_TRANSIENT);
      return SQLITE_OK;
    }
    case NUMBER:
      sqlite3_result_double(context, cursor->value.number);
      return SQLITE_OK;
    case TRUE_VALUE:
    case FALSE_VALUE:
      sqlite3_result_int(context, cursor->value.kind == TRUE_VALUE);
      return SQLITE_OK;
    default:
      return SQLITE_OK;
  }
}

// Without xCreate the table is eponymous-only: it is there without a CREATE, and cannot be made.
static const sqlite3_module packed_module = {
  .iVersion = 0,
  .xConnect = packed_connect,
  .xBestIndex = packed_best_index,
  .xDisconnect = packed_disconnect,
  .xOpen = packed_open,
  .xClose = packed_close,
  .xFilter = packed_filter,
  .xNext = packed_next,
  .xEof = packed_eof,
  .xColumn = packed_column,
  .xRowid = packed_rowid,
};

int strata_register_packed(struct sqlite3 *connection) {
  return sqlite3_create_module_v2(connection, "packed", &packed_module, NULL, NULL);
}
