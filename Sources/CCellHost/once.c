#define _GNU_SOURCE
#include "internal.h"

#include <signal.h>
#include <stdatomic.h>
#include <time.h>

// Lazy initialisers: static members and global variables of libraries.
//
// The runtime's swift_once leaves an initialiser "running" for ever when its thread is abandoned by a trap,
// an error or an interrupt, and every later access waits. This one, which the dynamic linker takes instead,
// lets the next access try again.

enum { notBegun = 0, done = -1, attemptLimit = 1 << 21 };

// An initialiser that the calling thread is in, the innermost first.
typedef struct Attempt {
  int number;
  struct Attempt *outer;
} Attempt;

static _Thread_local Attempt *_Atomic innermost;
static atomic_int attemptCount;
// Whether the attempt of that number will never end.
static _Atomic bool isAbandoned[attemptLimit];

void onceAbandon(void) {
  for (Attempt *attempt = innermost; attempt; attempt = attempt->outer)
    if (attempt->number < attemptLimit) atomic_store(&isAbandoned[attempt->number], true);
  innermost = NULL;
}

static bool isOwn(int number) {
  for (Attempt *attempt = innermost; attempt; attempt = attempt->outer)
    if (attempt->number == number) return true;
  return false;
}

// Waits until another thread's attempt has ended, one way or the other. An interrupt may leave the body here.
static void waitFor(int number) {
  if (isOwn(number)) guardedFail("Fatal error: the initial value of a static or global variable needs that variable");
  struct timespec pause = {.tv_nsec = 1000000};
  nanosleep(&pause, NULL);
}

void swift_once(void *predicate, void (*initialise)(void *), void *context) {
  _Atomic int32_t *state = predicate;
  if (atomic_load_explicit(state, memory_order_acquire) == done) return;
  Attempt attempt = {.number = atomic_fetch_add(&attemptCount, 1) + 1, .outer = innermost};
  for (;;) {
    int32_t found = atomic_load(state);
    if (found == done) return;
    if (found != notBegun && !(found < attemptLimit && atomic_load(&isAbandoned[found]))) {
      waitFor(found);
      continue;
    }
    // On the list first: once the state names it, whoever leaves it in the middle must say so.
    innermost = &attempt;
    if (atomic_compare_exchange_strong(state, &found, attempt.number)) break;
    innermost = attempt.outer;
  }
  initialise(context);
  atomic_store_explicit(state, done, memory_order_release);
  innermost = attempt.outer;
}
