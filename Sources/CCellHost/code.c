#include "internal.h"

#include <stdatomic.h>
#include <stdlib.h>

// Ranges of code in chunks that never move: signal handlers read them while a thread adds some.

enum { chunkSize = 512 };

struct Chunk {
  struct {
    uintptr_t start, end;
  } ranges[chunkSize];
  atomic_int count;
  struct Chunk *older;
};

static _Atomic(struct Chunk *) newest;

bool codeAdd(uintptr_t start, uintptr_t end) {
  struct Chunk *chunk = atomic_load(&newest);
  if (!chunk || atomic_load(&chunk->count) == chunkSize) {
    struct Chunk *next = calloc(1, sizeof *next);
    if (!next) return false;
    next->older = chunk;
    chunk = next;
  }
  int index = atomic_load(&chunk->count);
  chunk->ranges[index].start = start;
  chunk->ranges[index].end = end;
  atomic_store(&chunk->count, index + 1);
  atomic_store(&newest, chunk);
  return true;
}

bool codeContains(uintptr_t pc) {
  for (struct Chunk *chunk = atomic_load(&newest); chunk; chunk = chunk->older)
    for (int i = atomic_load(&chunk->count) - 1; i >= 0; i--)
      if (pc >= chunk->ranges[i].start && pc < chunk->ranges[i].end) return true;
  return false;
}
