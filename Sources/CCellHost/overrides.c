#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Symbols that the executable defines before any library does: the dynamic linker takes these.

// MARK: How top-level code ends

/// Called by the runtime for an error that escapes top-level code.
void swift_errorInMain(void *error) {
  if (guardedInside()) guardedLeaveWith(GuardedThrew, 0, error);
  abort();
}

/// Thread.exit comes here too. A cell's thread must not end before the cell.
void pthread_exit(void *value) {
  if (guardedInside()) guardedFail("Fatal error: the cell ended the thread that it runs on");
  ((void (*)(void *))dlsym(RTLD_NEXT, "pthread_exit"))(value);
  __builtin_unreachable();
}

/// Asynchronous top-level code ends in exit(0), and a cell may call it too.
void exit(int code) {
  if (guardedInside()) guardedLeaveWith(GuardedExited, code, NULL);
  ((void (*)(int))dlsym(RTLD_NEXT, "exit"))(code);
  __builtin_unreachable();
}

// MARK: What the runtime says before a trap

static _Thread_local char message[guardedMessageLimit];
static uintptr_t runtimeStart, runtimeEnd;

__attribute__((constructor)) static void findRuntime(void) {
  processCodeRange(dlsym(RTLD_DEFAULT, "swift_retain"), &runtimeStart, &runtimeEnd);
}

const char *overridesMessage(void) { return message; }
void overridesClearMessage(void) { message[0] = 0; }
void overridesSetMessage(const char *text) {
  message[0] = 0;
  strncat(message, text, guardedMessageLimit - 1);
}

static int putString(const char *text, FILE *stream) {
  static int (*original)(const char *, FILE *);
  if (!original) original = (int (*)(const char *, FILE *))dlsym(RTLD_NEXT, "fputs");
  return original(text, stream);
}

void overridesFlushMessage(void) {
  if (message[0]) putString(message, stderr);
  overridesClearMessage();
}

/// The runtime writes its last words by fputs. They belong in the cell's error, not on its stderr;
/// when no trap follows, they are written after all.
int fputs(const char *text, FILE *stream) {
  uintptr_t caller = (uintptr_t)__builtin_return_address(0);
  bool isRuntime = caller >= runtimeStart && caller < runtimeEnd;
  // A thread of the cell's own, which nothing flushes, says only what it dies of.
  bool isKept = guardedInside() || strstr(text, "Fatal error");
  if (stream != stderr || !isRuntime || !isKept) return putString(text, stream);
  strncat(message, text, guardedMessageLimit - 1 - strlen(message));
  return 1;
}

/// The runtime aborts after a failed cast, for one. What calls abort from inside libc itself, such
/// as malloc on finding its heap damaged, does not come here and ends the process.
void abort(void) {
  if (guardedInside()) guardedLeaveWith(GuardedTrapped, SIGABRT, NULL);
  ((void (*)(void))dlsym(RTLD_NEXT, "abort"))();
  __builtin_unreachable();
}

// MARK: Printing

static Printer strayPrinter;
static _Thread_local bool isDiverted;
static atomic_long running = -1;

void overridesDivertPrints(bool diverted) { isDiverted = diverted; }
void overridesOnStrayPrint(Printer printer) { strayPrinter = printer; }
void overridesSetRunning(long label) { atomic_store(&running, label); }

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

// MARK: Threads of the cell's own

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
  void *inside = dlsym(RTLD_DEFAULT, "dispatch_async");
  if (inside) processCodeRange(inside, &dispatchStart, &dispatchEnd);
}

/// What a thread prints, and what ends it, belongs to the cell that has started it. Threads of libdispatch
/// work for one cell after the other.
int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *context) {
  static int (*original)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
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

// MARK: Input

static LineReader lineReader;
void overridesOnReadLine(LineReader reader) { lineReader = reader; }

/// Swift's readLine comes here for a line of stdin: glibc's headers make it of getline.
ssize_t __getdelim(char **line, size_t *capacity, int delimiter, FILE *stream) {
  if (stream != stdin || !lineReader) {
    static ssize_t (*original)(char **, size_t *, int, FILE *);
    if (!original)
      original = (ssize_t(*)(char **, size_t *, int, FILE *))dlsym(RTLD_NEXT, "__getdelim");
    return original(line, capacity, delimiter, stream);
  }
  char *answer = NULL;
  if (!lineReader(&answer)) {
    if (guardedInside()) guardedLeave(GuardedNoInput);
    return -1;
  }
  if (!answer) return -1;
  free(*line);
  *line = answer;
  *capacity = strlen(answer) + 1;
  return (ssize_t)strlen(answer);
}

ssize_t getline(char **line, size_t *capacity, FILE *stream) {
  return __getdelim(line, capacity, '\n', stream);
}

// MARK: Where errors are thrown

enum { throwSlots = 64, throwFrames = 48 };
static struct {
  void *error;
  int count;
  uintptr_t frames[throwFrames];
} thrown[throwSlots];
static int nextThrow;
static pthread_mutex_t throwLock = PTHREAD_MUTEX_INITIALIZER;

extern void _swift_setWillThrowHandler(void (*handler)(void *));

static bool anyIsCode(const uintptr_t *frames, int count) {
  for (int i = 0; i < count; i++)
    if (guardedIsCode(frames[i])) return true;
  return false;
}

static void onThrow(void *error) {
  uintptr_t low, high;
  if (!guardedInside() || !guardedStack(&low, &high)) return;
  uintptr_t frames[throwFrames];
  int count = walkFrames(
      (uintptr_t)__builtin_return_address(0), (uintptr_t)__builtin_frame_address(0), low, high,
      frames, throwFrames);
  // A library that hands on the error of a cell's task has nothing to add.
  if (!anyIsCode(frames, count)) return;
  pthread_mutex_lock(&throwLock);
  int slot = nextThrow++ % throwSlots;
  thrown[slot].error = error;
  thrown[slot].count = count;
  memcpy(thrown[slot].frames, frames, sizeof(uintptr_t) * (size_t)count);
  pthread_mutex_unlock(&throwLock);
}

__attribute__((constructor)) static void watchThrows(void) { _swift_setWillThrowHandler(onThrow); }

int overridesThrowFrames(void *error, uintptr_t *frames, int limit) {
  int count = 0;
  pthread_mutex_lock(&throwLock);
  for (int back = 1; back <= throwSlots && back <= nextThrow; back++) {
    int slot = (nextThrow - back) % throwSlots;
    if (thrown[slot].error != error) continue;
    count = thrown[slot].count < limit ? thrown[slot].count : limit;
    memcpy(frames, thrown[slot].frames, sizeof(uintptr_t) * (size_t)count);
    break;
  }
  pthread_mutex_unlock(&throwLock);
  return count;
}

// MARK: Streams

// A body left in the middle of a print holds the stream's lock, which nobody would ever give back.
static void release(FILE *stream) {
#if defined(__GLIBC__)
  struct {
    int lock, count;
    void *owner;
  } *lock = (void *)stream->_lock;
  while (lock->owner == (void *)pthread_self() && lock->count > 0) funlockfile(stream);
#endif
}

void overridesReleaseStreams(void) {
  release(stdin);
  release(stdout);
  release(stderr);
}
