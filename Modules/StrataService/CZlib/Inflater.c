#include "Inflater.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

/// 15 bits of window, and 16 for a gzip header instead of zlib's.
static const int gzip_window = 15 + 16;

struct strata_inflater {
  z_stream stream;
  /// Whether the last member has ended, so that the input may end here.
  bool is_between_members;
};

struct strata_inflater *strata_inflater_new(void) {
  struct strata_inflater *inflater = calloc(1, sizeof *inflater);
  if (inflater && inflateInit2(&inflater->stream, gzip_window) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

bool strata_inflater_step(
    struct strata_inflater *inflater, const uint8_t *input, size_t count, size_t *consumed, uint8_t *output,
    size_t capacity, size_t *produced) {
  z_stream *stream = &inflater->stream;
  *consumed = 0;
  *produced = 0;
  if (count > UINT_MAX || capacity > UINT_MAX) return false;
  if (inflater->is_between_members && count > 0) {
    if (inflateReset(stream) != Z_OK) return false;
    inflater->is_between_members = false;
  }
  stream->next_in = (Bytef *)input;
  stream->avail_in = (uInt)count;
  stream->next_out = output;
  stream->avail_out = (uInt)capacity;
  int status = inflate(stream, Z_NO_FLUSH);
  *consumed = count - stream->avail_in;
  *produced = capacity - stream->avail_out;
  if (status == Z_STREAM_END) inflater->is_between_members = true;
  // Z_BUF_ERROR: nothing could be done with what there was.
  return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR;
}

bool strata_inflater_is_between_members(const struct strata_inflater *inflater) {
  return inflater->is_between_members;
}

void strata_inflater_free(struct strata_inflater *inflater) {
  inflateEnd(&inflater->stream);
  free(inflater);
}
