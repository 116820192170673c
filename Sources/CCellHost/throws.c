#include "internal.h"

#include <pthread.h>
#include <string.h>

// Where errors are thrown, noted by the runtime's hook: an error itself does not know.

enum { throwSlots = 64, throwFrames = 48 };
static struct {
  void *error;
  int count, omitted;
  uintptr_t frames[throwFrames];
} thrown[throwSlots];
static int nextThrow;
static pthread_mutex_t throwLock = PTHREAD_MUTEX_INITIALIZER;

extern void _swift_setWillThrowHandler(void (*handler)(void *));

static bool anyIsCode(const uintptr_t *frames, int count) {
  for (int i = 0; i < count; i++)
    if (codeContains(frames[i])) return true;
  return false;
}

static void onThrow(void *error) {
  uintptr_t low, high;
  if (!guardedInside() || !guardedStack(&low, &high)) return;
  uintptr_t frames[throwFrames];
  int count = walkFrames(
      (uintptr_t)__builtin_return_address(0), (uintptr_t)__builtin_frame_address(0), low, high,
      frames, throwFrames);
  int omitted = walkOmitted();
  // A library that hands on the error of a cell's task has nothing to add.
  if (!anyIsCode(frames, count)) return;
  pthread_mutex_lock(&throwLock);
  int slot = nextThrow++ % throwSlots;
  thrown[slot].error = error;
  thrown[slot].count = count;
  thrown[slot].omitted = omitted;
  memcpy(thrown[slot].frames, frames, sizeof(uintptr_t) * (size_t)count);
  pthread_mutex_unlock(&throwLock);
}

__attribute__((constructor)) static void watchThrows(void) { _swift_setWillThrowHandler(onThrow); }

int throwsFrames(void *error, uintptr_t *frames, int limit, int *omitted) {
  int count = 0;
  pthread_mutex_lock(&throwLock);
  for (int back = 1; back <= throwSlots && back <= nextThrow; back++) {
    int slot = (nextThrow - back) % throwSlots;
    if (thrown[slot].error != error) continue;
    *omitted = thrown[slot].omitted;
    count = thrown[slot].count < limit ? thrown[slot].count : limit;
    memcpy(frames, thrown[slot].frames, sizeof(uintptr_t) * (size_t)count);
    break;
  }
  pthread_mutex_unlock(&throwLock);
  return count;
}
