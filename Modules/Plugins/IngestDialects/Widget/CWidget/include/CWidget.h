#ifndef STRATA_CWIDGET_H
#define STRATA_CWIDGET_H

#include <stddef.h>

/// The files that a browser gets from the ingest server, held in the program itself.
///
/// Each function stores the number of bytes at `length` and returns their address, which is valid for the life of
/// the program. The bytes are not terminated by a zero.

/// eventsWidget.bundle.js: JavaScript, ASCII.
const unsigned char *_Nonnull strata_widget_bundle(size_t *_Nonnull length);
/// The same, gzipped.
const unsigned char *_Nonnull strata_widget_bundle_gzip(size_t *_Nonnull length);

/// stub.js: JavaScript, ASCII; for a page to hold inline.
const unsigned char *_Nonnull strata_widget_stub(size_t *_Nonnull length);
/// The same, gzipped.
const unsigned char *_Nonnull strata_widget_stub_gzip(size_t *_Nonnull length);

#endif
