// Loaded into a program before the C library (LD_PRELOAD), it fails what is written to files whose path contains
// FAILING_DISK_FILES, with the error whose number stands in the file that FAILING_DISK names, while there is one. The first
// write that fails is cut short before: half of it gets to the disk.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int failure(int descriptor) {
  const char *control = getenv("FAILING_DISK"), *files = getenv("FAILING_DISK_FILES");
  if (!control || !files) return 0;
  FILE *file = fopen(control, "r");
  if (!file) return 0;
  int code = 0;
  if (fscanf(file, "%d", &code) != 1) code = 0;
  fclose(file);
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return strstr(path, files) ? code : 0;
}

static _Thread_local int has_cut;

static ssize_t put(const char *name, int descriptor, const void *bytes, size_t count, off_t offset) {
  ssize_t (*real)(int, const void *, size_t, off_t) = dlsym(RTLD_NEXT, name);
  int code = failure(descriptor);
  if (!code) {
    has_cut = 0;
    return real(descriptor, bytes, count, offset);
  }
  if (!has_cut && count > 1) {
    has_cut = 1;
    return real(descriptor, bytes, count / 2, offset);
  }
  errno = code;
  return -1;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
  return put("pwrite", descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off_t offset) {
  return put("pwrite64", descriptor, bytes, count, offset);
}

static int end(const char *name, int descriptor) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  int code = failure(descriptor);
  if (!code) return real(descriptor);
  errno = code;
  return -1;
}

int fsync(int descriptor) { return end("fsync", descriptor); }

int fdatasync(int descriptor) { return end("fdatasync", descriptor); }
