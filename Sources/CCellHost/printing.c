#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Printer strayPrinter;
static _Thread_local bool isDiverted;
static atomic_long running = -1;

void printingDivert(bool diverted) { isDiverted = diverted; }
void printingOnStray(Printer printer) { strayPrinter = printer; }
void printingSetRunning(long label) { atomic_store(&running, label); }

/// A task that an older cell left behind prints into that cell.
static size_t writeAll(const void *data, size_t size, size_t count, FILE *stream) {
  static size_t (*original)(const void *, size_t, size_t, FILE *);
  if (!original)
    original = (size_t(*)(const void *, size_t, size_t, FILE *))dlsym(RTLD_NEXT, "fwrite");
  bool isStandard = stream == stdout || stream == stderr;
  long label = isStandard ? guardedLabel() : -1;
  bool isStray = isStandard && (isDiverted || (label >= 0 && label != atomic_load(&running)));
  if (isStray && strayPrinter && strayPrinter(stream == stderr, data, size * count))
    return count;
  return original(data, size, count, stream);
}

#define modulePrefix "Superposecell"
#define prefixLength ((ptrdiff_t)sizeof modulePrefix - 1)

/// The length of a generated module's name at `text`, such as `Superposecell7_1`; 0 for anything else.
static size_t moduleName(const char *text, const char *end) {
  const char *next = text;
  if (end - next < prefixLength + 3 || memcmp(next, modulePrefix, prefixLength) != 0) return 0;
  next += prefixLength;
  for (int part = 0; part < 2; part++) {
    const char *digits = next;
    while (next < end && *next >= '0' && *next <= '9') next++;
    if (next == digits) return 0;
    if (part == 0 && (next == end || *next++ != '_')) return 0;
  }
  return (size_t)(next - text);
}

/// A copy of `data` without names of generated modules, to be freed; NULL when it has none. Before types and
/// files they are left out; alone, as `#function` has them, they are `main`.
static char *withoutModuleNames(const char *data, size_t *length) {
  const char *end = data + *length;
  if (!memmem(data, *length, modulePrefix, prefixLength)) return NULL;
  char *copy = malloc(*length + 1), *out = copy;
  if (!copy) return NULL;
  for (const char *next = data; next < end;) {
    size_t skipped = moduleName(next, end);
    next += skipped;
    if (!skipped) *out++ = *next++;
    else if (next < end && (*next == '.' || *next == '/')) next++;
    else out = mempcpy(out, "main", 4);
  }
  *length = (size_t)(out - copy);
  return copy;
}

/// Swift's print comes here, with names of types as the runtime has them: with their modules, which users
/// do not know.
size_t fwrite(const void *data, size_t size, size_t count, FILE *stream) {
  size_t length = size * count;
  char *copy = stream == stdout || stream == stderr ? withoutModuleNames(data, &length) : NULL;
  if (!copy) return writeAll(data, size, count, stream);
  writeAll(copy, 1, length, stream);
  free(copy);
  return count;
}
