#ifndef STRATA_CDEMOPAGE_H
#define STRATA_CDEMOPAGE_H

#include <stddef.h>

/// Address of the ingest server in the page as it is embedded. Whoever serves the page puts the address of another
/// server in the place of every occurrence: scheme, host and port, without a slash at the end.
#define STRATA_DEMO_PAGE_INGEST_ADDRESS "http://localhost:3200"

/// The demo page: HTML, UTF-8, complete in itself but for the widget.
///
/// Stores the number of bytes at `length` and returns their address, which is valid for the life of the program. The
/// bytes are not terminated by a zero.
const unsigned char *_Nonnull strata_demo_page(size_t *_Nonnull length);

#endif
