#include "CWidget.h"

static const unsigned char bundle[] = {
#embed "eventsWidget.bundle.js"
};

static const unsigned char bundle_gzip[] = {
#embed "eventsWidget.bundle.js.gz"
};

static const unsigned char stub[] = {
#embed "stub.js"
};

static const unsigned char stub_gzip[] = {
#embed "stub.js.gz"
};

const unsigned char *strata_widget_bundle(size_t *length) {
  *length = sizeof bundle;
  return bundle;
}

const unsigned char *strata_widget_bundle_gzip(size_t *length) {
  *length = sizeof bundle_gzip;
  return bundle_gzip;
}

const unsigned char *strata_widget_stub(size_t *length) {
  *length = sizeof stub;
  return stub;
}

const unsigned char *strata_widget_stub_gzip(size_t *length) {
  *length = sizeof stub_gzip;
  return stub_gzip;
}
