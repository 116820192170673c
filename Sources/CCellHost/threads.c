#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

// Threads of the cell's own.

typedef struct {
  void *(*body)(void *);
  void *context;
  long label;
} LabelledThread;

static void *runLabelled(void *raw) {
  LabelledThread thread = *(LabelledThread *)raw;
  free(raw);
  guardedSetLabel(thread.label);
  return thread.body(thread.context);
}

static uintptr_t dispatchStart, dispatchEnd;

__attribute__((constructor)) static void findDispatch(void) {
  void *inside = dlsym(RTLD_DEFAULT, "dispatch_async_f");
  if (inside) processCodeRange(inside, &dispatchStart, &dispatchEnd);
}

/// The output and the failure of a thread belong to the cell that has started it. Threads of libdispatch
/// work for one cell after the other.
int pthread_create(
    pthread_t *restrict thread, const pthread_attr_t *restrict attributes, void *(*body)(void *),
    void *restrict context) {
  static typeof(pthread_create) *original;
  if (!original) original = (typeof(original))dlsym(RTLD_NEXT, "pthread_create");
  uintptr_t caller = (uintptr_t)__builtin_return_address(0);
  bool isDispatch = caller >= dispatchStart && caller < dispatchEnd;
  LabelledThread *labelled = NULL;
  if (guardedLabel() >= 0 && !isDispatch) labelled = malloc(sizeof *labelled);
  if (!labelled) return original(thread, attributes, body, context);
  *labelled = (LabelledThread){body, context, guardedLabel()};
  int failed = original(thread, attributes, runLabelled, labelled);
  if (failed) free(labelled);
  return failed;
}
