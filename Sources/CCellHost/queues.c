#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <stdatomic.h>

// Blocks on libdispatch's queues. Its threads work for one cell after the other, so each block brings its
// cell along: what it prints, and what ends it, belongs to the cell that has put it on the queue. Blocks of
// an abandoned cell, such as the rest of an interrupted concurrentPerform, are not run any more.

typedef void *Queue;
typedef void *Group;
typedef void (^Block)(void);

// Of the runtime of blocks.
extern void *_Block_copy(const void *block);
extern void _Block_release(const void *block);

enum { abandonedLimit = 256 };
static _Atomic long abandoned[abandonedLimit];
static atomic_int abandonedCount;

void queuesAbandon(long label) {
  abandoned[atomic_fetch_add(&abandonedCount, 1) % abandonedLimit] = label + 1;
}

static bool isAbandoned(long label) {
  for (int i = 0; i < abandonedLimit; i++)
    if (abandoned[i] == label + 1) return label >= 0;
  return false;
}

// The start and the end of this program's code.
extern char __executable_start[], etext[];

// Whether the block is of the host's own libraries: their timers serve all cells, whichever has started them.
static bool isOfHost(Block block) {
  char *code = ((char **)block)[2];  // Behind isa, flags and a reserved word.
  return code >= __executable_start && code < etext;
}

static void run(long label, Block block) {
  if (isAbandoned(label)) return;
  long own = guardedLabel();
  guardedSetLabel(label);
  block();
  guardedSetLabel(own);
}

#define ORIGINAL(name, ...) \
  static void (*original)(__VA_ARGS__); \
  if (!original) original = (typeof(original))dlsym(RTLD_NEXT, name)

void dispatch_async(Queue queue, Block block) {
  ORIGINAL("dispatch_async", Queue, Block);
  long label = guardedLabel();
  if (label < 0 || isOfHost(block)) return original(queue, block);
  original(queue, ^{ run(label, block); });
}

void dispatch_barrier_async(Queue queue, Block block) {
  ORIGINAL("dispatch_barrier_async", Queue, Block);
  long label = guardedLabel();
  if (label < 0 || isOfHost(block)) return original(queue, block);
  original(queue, ^{ run(label, block); });
}

void dispatch_group_async(Group group, Queue queue, Block block) {
  ORIGINAL("dispatch_group_async", Group, Queue, Block);
  long label = guardedLabel();
  if (label < 0 || isOfHost(block)) return original(group, queue, block);
  original(group, queue, ^{ run(label, block); });
}

void dispatch_after(uint64_t when, Queue queue, Block block) {
  ORIGINAL("dispatch_after", uint64_t, Queue, Block);
  long label = guardedLabel();
  if (label < 0 || isOfHost(block)) return original(when, queue, block);
  original(when, queue, ^{ run(label, block); });
}

void dispatch_apply(size_t count, Queue queue, void (^block)(size_t)) {
  ORIGINAL("dispatch_apply", size_t, Queue, void (^)(size_t));
  long label = guardedLabel();
  if (label < 0) return original(count, queue, block);
  // On the heap: an interrupt frees the stack of the caller while the queue's threads still have the block.
  Block copy = _Block_copy(^(size_t index) { run(label, ^{ block(index); }); });
  original(count, queue, (void (^)(size_t))copy);
  _Block_release(copy);
}
