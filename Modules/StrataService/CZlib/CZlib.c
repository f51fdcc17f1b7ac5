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

size_t strata_gzip_bound(size_t count) {
  // A header and a trailer of gzip are 12 bytes longer than zlib's.
  return compressBound(count) + 12;
}

size_t strata_gzip(const uint8_t *input, size_t count, uint8_t *output, size_t capacity) {
  if (count > UINT_MAX || capacity > UINT_MAX) return 0;
  z_stream stream = {0};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzip_window, 9, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)input;
  stream.avail_in = (uInt)count;
  stream.next_out = output;
  stream.avail_out = (uInt)capacity;
  size_t length = deflate(&stream, Z_FINISH) == Z_STREAM_END ? stream.total_out : 0;
  deflateEnd(&stream);
  return length;
}
