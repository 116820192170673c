#define _GNU_SOURCE
#include "CCellHost.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// The parts of an image's dynamic section that lead to its references.
// Source: https://refspecs.linuxfoundation.org/elf/gabi4+/ch5.dynamic.html
struct references {
  const char *names;
  const ElfW(Sym) *symbols;
  const ElfW(Rela) *tables[2];
  size_t counts[2];
};

static struct references find(const struct link_map *image) {
  struct references found = {0};
  for (const ElfW(Dyn) *entry = image->l_ld; entry->d_tag; entry++) {
    switch (entry->d_tag) {
    case DT_STRTAB: found.names = (const char *)entry->d_un.d_ptr; break;
    case DT_SYMTAB: found.symbols = (const void *)entry->d_un.d_ptr; break;
    case DT_JMPREL: found.tables[0] = (const void *)entry->d_un.d_ptr; break;
    case DT_PLTRELSZ: found.counts[0] = entry->d_un.d_val / sizeof(ElfW(Rela)); break;
    case DT_RELA: found.tables[1] = (const void *)entry->d_un.d_ptr; break;
    case DT_RELASZ: found.counts[1] = entry->d_un.d_val / sizeof(ElfW(Rela)); break;
    }
  }
  return found;
}

bool makeWritable(const void *address, size_t size) {
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t start = (uintptr_t)address & ~(page - 1), end = (uintptr_t)address + size;
  return mprotect((void *)start, end - start, PROT_READ | PROT_WRITE) == 0;
}

int rebindReferences(void *handle, const char *from, const void *to) {
  struct link_map *image;
  if (dlinfo(handle, RTLD_DI_LINKMAP, &image) != 0) return 0;
  struct references found = find(image);
  if (!found.names || !found.symbols) return 0;
  int count = 0;
  for (int table = 0; table < 2; table++) {
    for (size_t i = 0; found.tables[table] && i < found.counts[table]; i++) {
      const ElfW(Rela) *entry = &found.tables[table][i];
      size_t symbol = ELF64_R_SYM(entry->r_info);
      // A reference with an offset points into the middle of something.
      if (!symbol || entry->r_addend || strcmp(found.names + found.symbols[symbol].st_name, from)) continue;
      const void **slot = (const void **)(image->l_addr + entry->r_offset);
      if (!makeWritable(slot, sizeof *slot)) continue;
      __atomic_store_n(slot, to, __ATOMIC_RELEASE);
      count++;
    }
  }
  return count;
}

// MARK: Conformances

// What the compiler writes of a conformance, of the type and of the protocol, as far as it is needed here.
// Source: https://github.com/swiftlang/swift/blob/main/include/swift/ABI/Metadata.h
struct conformance {
  int32_t protocol, type, table;
  uint32_t flags;
};
struct type {
  uint32_t flags;
  int32_t parent, name, accessor;
};
struct protocol {
  uint32_t flags;
  int32_t parent, name;
  uint32_t signatureRequirements, requirements;
};
struct metadata {
  const void *value;
  uintptr_t state;
};
extern const void *swift_getWitnessTable(const void *conformance, const void *type, const void *const *arguments);

// A pointer relative to its own place; where its lowest bit is set, to a place that holds the pointer.
static const void *follow(const int32_t *field, bool isIndirect) {
  const char *target = (const char *)field + (*field & ~1);
  return isIndirect ? *(const void *const *)target : target;
}

// The table of a type that is not generic; NULL for any other.
static const void *tableOf(const struct conformance *conformance) {
  unsigned kind = conformance->flags >> 3 & 7;
  if (kind > 1) return NULL;
  const struct type *type = follow(&conformance->type, kind == 1);
  if (!type || type->flags & 0x80 || !type->accessor) return NULL;
  struct metadata (*accessor)(uintptr_t) = (struct metadata(*)(uintptr_t))follow(&type->accessor, false);
  return swift_getWitnessTable(conformance, accessor(0).value, NULL);
}

bool rebindConformance(const void *from, const void *to) {
  const struct conformance *old = from;
  const struct protocol *protocol = follow(&old->protocol, old->protocol & 1);
  void *table = (void *)tableOf(from);
  const void *other = tableOf(to);
  if (!protocol || !table || !other) return false;
  size_t size = sizeof(void *) * (1 + protocol->requirements);
  if (!makeWritable(table, size)) return false;
  memcpy(table, other, size);
  return true;
}
