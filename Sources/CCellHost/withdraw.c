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

// A conformance that no cast looks for: of a protocol that no type has, and of a class of Objective-C (kind 2), of
// which there are none here.
struct placeholder {
  int32_t protocol, type, table;
  uint32_t flags;
};

// A record holds the distance to its conformance in 32 bits, so the placeholder must be near it.
static const struct placeholder *placeholderNear(const void *record) {
  static struct placeholder *placeholder;
  intptr_t distance = (intptr_t)placeholder - (intptr_t)record;
  if (placeholder && distance == (int32_t)distance) return placeholder;
  uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE), step = 32 << 20;
  for (uintptr_t i = 1; i < 60; i++) {
    void *place = (void *)(((uintptr_t)record & ~(size - 1)) - i * step);
    void *page =
        mmap(place, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (page == MAP_FAILED) continue;
    placeholder = page;
    *placeholder = (struct placeholder){.flags = 2 << 3};
    mprotect(page, size, PROT_READ);
    return placeholder;
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
  const struct placeholder *placeholder = placeholderNear(search.record);
  if (!placeholder || !makeWritable(search.record, sizeof *search.record)) return false;
  intptr_t distance = (intptr_t)placeholder - (intptr_t)search.record;
  __atomic_store_n(search.record, (int32_t)distance, __ATOMIC_RELEASE);
  // When records are added, the runtime forgets what casts have found. Here none are.
  swift_registerProtocolConformances(search.record, search.record);
  return true;
}
