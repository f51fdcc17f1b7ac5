#ifndef STRATA_CPAGE_H
#define STRATA_CPAGE_H

#include <stddef.h>

/// A file of the page, held in the program itself; valid for the program's life, not terminated by a zero.
struct strata_page_file {
  /// From the folder of the page: `views/segments.js`. Terminated by a zero.
  const char *_Nonnull path;
  const unsigned char *_Nonnull bytes;
  size_t length;
};

/// Every file of the page, ordered by path; their number is stored at `count`.
const struct strata_page_file *_Nonnull strata_page_files(size_t *_Nonnull count);

#endif
