#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <signal.h>
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
  guardedLeaveStray(GuardedExited, code);
  ((void (*)(int))dlsym(RTLD_NEXT, "exit"))(code);
  __builtin_unreachable();
}

// MARK: What the runtime says before a trap

static uintptr_t runtimeStart, runtimeEnd;

__attribute__((constructor)) static void findRuntime(void) {
  processCodeRange(dlsym(RTLD_DEFAULT, "swift_retain"), &runtimeStart, &runtimeEnd);
}

/// The runtime writes its last words by fputs. They belong in the cell's error, not on its stderr;
/// when no trap follows, they are written after all.
int fputs(const char *text, FILE *stream) {
  // The runtime passes NULL when it had no memory for its words.
  if (!text) text = "Fatal error: no memory is left";
  uintptr_t caller = (uintptr_t)__builtin_return_address(0);
  bool isRuntime = caller >= runtimeStart && caller < runtimeEnd;
  // A thread of the cell's own, which nothing flushes, says only what it dies of.
  bool isKept = guardedInside() || strstr(text, "Fatal error") || strstr(text, "Could not cast");
  if (stream != stderr || !isRuntime || !isKept) return messagePut(text, stream);
  messageAppend(text);
  return 1;
}

/// The runtime aborts after a failed cast, for one. What calls abort from inside libc itself, such
/// as malloc on finding its heap damaged, does not come here and ends the process.
void abort(void) {
  if (guardedInside()) guardedLeaveWith(GuardedTrapped, SIGABRT, NULL);
  guardedLeaveStray(GuardedTrapped, SIGABRT);
  ((void (*)(void))dlsym(RTLD_NEXT, "abort"))();
  __builtin_unreachable();
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
