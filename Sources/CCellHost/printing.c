#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>

static Printer strayPrinter;
static _Thread_local bool isDiverted;
static atomic_long running = -1;

void printingDivert(bool diverted) { isDiverted = diverted; }
void printingOnStray(Printer printer) { strayPrinter = printer; }
void printingSetRunning(long label) { atomic_store(&running, label); }

/// Swift's print comes here. A task that an older cell left behind prints into that cell.
size_t fwrite(const void *data, size_t size, size_t count, FILE *stream) {
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
