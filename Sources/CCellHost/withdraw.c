#define _GNU_SOURCE
#include "internal.h"

#include <sys/mman.h>
#include <unistd.h>

// What the runtime knows of an image, as far as it is needed here.
// Source: https://github.com/swiftlang/swift/blob/main/stdlib/public/SwiftShims/swift/shims/MetadataSections.h
struct range {
  int32_t *start;
  uintptr_t size;
};
struct sections {
  uintptr_t version;
  const void *image;
  const void *unused[2];
  struct range protocols, conformances;
};
extern void swift_enumerateAllMetadataSections(bool (*body)(const struct sections *, void *), void *context);
extern void swift_registerProtocolConformances(const int32_t *start, const int32_t *end);

// A record that stands for no conformance: of a protocol that nothing else has, and of no type of Swift (kind 2, a
// class of Objective-C).
struct nothing {
  int32_t protocol, type, table;
  uint32_t flags;
};

// Records hold distances of 32 bits, so the nothing must be near them.
static int32_t *nothingNear(const void *record) {
  static struct nothing *nothing;
  intptr_t distance = (intptr_t)nothing - (intptr_t)record;
  if (nothing && distance == (int32_t)distance) return &nothing->protocol;
  uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE), step = 32 << 20;
  for (uintptr_t i = 1; i < 60; i++) {
    void *place = (void *)(((uintptr_t)record & ~(size - 1)) - i * step);
    void *page =
        mmap(place, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (page == MAP_FAILED) continue;
    nothing = page;
    *nothing = (struct nothing){.flags = 2 << 3};
    mprotect(page, size, PROT_READ);
    return &nothing->protocol;
  }
  return NULL;
}

struct search {
  const void *descriptor;
  int32_t *record;
};

static bool findRecord(const struct sections *image, void *context) {
  struct search *search = context;
  for (uintptr_t i = 0; i < image->conformances.size / sizeof(int32_t); i++) {
    int32_t *record = image->conformances.start + i;
    if ((const char *)record + *record == search->descriptor) search->record = record;
  }
  return !search->record;
}

bool withdrawConformance(const void *descriptor) {
  struct search search = {descriptor, NULL};
  swift_enumerateAllMetadataSections(findRecord, &search);
  if (!search.record) return false;
  int32_t *nothing = nothingNear(search.record);
  if (!nothing || !makeWritable(search.record, sizeof *search.record)) return false;
  __atomic_store_n(search.record, (int32_t)((char *)nothing - (char *)search.record), __ATOMIC_RELEASE);
  // The runtime forgets what casts have found when a table of conformances comes, an empty one too.
  swift_registerProtocolConformances(nothing, nothing);
  return true;
}
