/// Inflates gzip piece by piece.

#ifndef STRATA_INFLATER_H
#define STRATA_INFLATER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strata_inflater;

/// NULL where there is no memory.
struct strata_inflater *strata_inflater_new(void);

/// Takes some of the input and writes some output, at most `capacity` bytes; to be called with the rest of the input until
/// nothing is produced. False for what is not gzip (RFC 1952, one member or several) or is damaged.
bool strata_inflater_step(
    struct strata_inflater *inflater, const uint8_t *input, size_t count, size_t *consumed, uint8_t *output,
    size_t capacity, size_t *produced);

/// Whether the input may end here.
bool strata_inflater_is_between_members(const struct strata_inflater *inflater);

void strata_inflater_free(struct strata_inflater *inflater);

#endif
