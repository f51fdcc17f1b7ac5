/// zlib for Swift: its initialisers are macros, which Swift cannot call.

#ifndef STRATA_CZLIB_H
#define STRATA_CZLIB_H

#include "Inflater.h"

#include <stddef.h>
#include <stdint.h>

enum strata_inflate_result {
  strata_inflate_done,
  /// Not gzip, damaged, or cut short.
  strata_inflate_malformed,
  /// More comes out than `capacity`.
  strata_inflate_too_large,
  strata_inflate_no_memory,
};

/// Inflates gzip (RFC 1952, one member or several) into `output`, and never writes beyond `capacity`.
/// `*length` is how many bytes came out.
enum strata_inflate_result strata_gunzip(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, size_t *length);

/// The most bytes that `strata_gzip` makes of so many.
size_t strata_gzip_bound(size_t count);

/// Deflates into one member of gzip, as small as zlib can. `capacity` is at least `strata_gzip_bound(count)`.
/// Returns how many bytes came out; 0 where there is no memory.
size_t strata_gzip(const uint8_t *input, size_t count, uint8_t *output, size_t capacity);

#endif
