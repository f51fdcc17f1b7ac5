#include "CDemoPage.h"

static const unsigned char page[] = {
#embed "../page.html"
};

const unsigned char *strata_demo_page(size_t *length) {
  *length = sizeof page;
  return page;
}
