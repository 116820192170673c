// The functions that the compiler calls for copies and fills. `-fno-builtin` keeps it from turning
// these loops into calls of themselves.
#include <string.h>

void *memset(void *to, int byte, size_t count) {
  unsigned char *t = to;
  for (size_t i = 0; i < count; i++) t[i] = (unsigned char)byte;
  return to;
}

void *memcpy(void *restrict to, const void *restrict from, size_t count) {
  unsigned char *t = to;
  const unsigned char *f = from;
  for (size_t i = 0; i < count; i++) t[i] = f[i];
  return to;
}
