#include "CZlib.h"

#include <limits.h>
#include <zlib.h>

/// 15 bits of window, and 16 for a gzip header instead of zlib's.
static const int gzip_window = 15 + 16;

enum strata_inflate_result strata_gunzip(
    const uint8_t *input, size_t count, uint8_t *output, size_t capacity, size_t *length) {
  *length = 0;
  if (count > UINT_MAX || capacity >= UINT_MAX) return strata_inflate_malformed;
  z_stream stream = {0};
  if (inflateInit2(&stream, gzip_window) != Z_OK) return strata_inflate_no_memory;
  // One byte more, for a stream that fills the output has its end still to be read.
  uint8_t beyond;
  stream.next_in = (Bytef *)input;
  stream.avail_in = (uInt)count;
  stream.next_out = output;
  stream.avail_out = (uInt)capacity;
  int isBeyond = 0;
  size_t before = 0;
  enum strata_inflate_result result = strata_inflate_malformed;
  for (;;) {
    if (stream.avail_out == 0 && !isBeyond) {
      stream.next_out = &beyond;
      stream.avail_out = 1;
      isBeyond = 1;
    }
    int status = inflate(&stream, Z_NO_FLUSH);
    if (isBeyond && stream.avail_out == 0) {
      result = strata_inflate_too_large;
      break;
    }
    if (status == Z_STREAM_END) {
      before += stream.total_out;
      if (stream.avail_in == 0) {
        result = strata_inflate_done;
        break;
      }
      // A further member: `cat a.gz b.gz` is gzip too.
      if (inflateReset(&stream) != Z_OK) break;
    } else if (status == Z_MEM_ERROR) {
      result = strata_inflate_no_memory;
      break;
    } else if (status != Z_OK) {
      break;
    }
  }
  if (result == strata_inflate_done) *length = before;
  inflateEnd(&stream);
  return result;
}
