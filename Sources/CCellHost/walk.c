#define _GNU_SOURCE
#include "internal.h"
#include "machine.h"

#include <dlfcn.h>
#include <sys/uio.h>
#include <unistd.h>
#include <unwind.h>

// MARK: Asynchronous callers

// What an asynchronous function keeps of its caller, who is not on the stack.
// Source: https://github.com/swiftlang/swift/blob/main/docs/ABI (async frame layout).
struct Context {
  uintptr_t parent, resume;
};

// Where the platform marks an asynchronous function's frame, this bit of the saved frame pointer is set.
static const uintptr_t asynchronous = (uintptr_t)1 << 60;
enum { contextLimit = 64 };

// Where it does not, one is known by its caller, the runtime's library that runs jobs. That library
// calls closures too, as withCheckedContinuation does.
static uintptr_t runtimeStart, runtimeEnd;

void walkFindRuntime(void) {
  void *inside = dlsym(RTLD_DEFAULT, "swift_job_run");
  if (inside) processCodeRange(inside, &runtimeStart, &runtimeEnd);
}

static bool mayBeAwaited(uintptr_t pc, uintptr_t caller) {
  return caller >= runtimeStart && caller < runtimeEnd && codeContains(pc);
}

// Copies memory that may not be there.
static bool copyWords(uintptr_t address, void *words, size_t size) {
  struct iovec to = {words, size}, from = {(void *)address, size};
  return process_vm_readv(getpid(), &to, 1, &from, 1, 0) == (ssize_t)size;
}

// Adds those who wait for the function with this frame: the word below an asynchronous function's frame
// points to its context. Below another's there is anything, which leads nowhere.
static int addWaiting(uintptr_t frame, uintptr_t *frames, int count, int limit) {
  uintptr_t address;
  struct Context context;
  if (!copyWords(frame - sizeof address, &address, sizeof address)) return count;
  for (int i = 0; i < contextLimit && count < limit && address && (address & 7) == 0; i++) {
    if (!copyWords(address, &context, sizeof context) || !context.resume) break;
    // One past, as a return address would be.
    if (codeContains(context.resume)) frames[count++] = context.resume + 1;
    address = context.parent;
  }
  return count;
}

// MARK: Frame pointers

// Of a deep recursion the innermost and the outermost frames are kept: the latter tell where it began.
static _Thread_local int omitted;

int walkOmitted(void) { return omitted; }

static void reverse(uintptr_t *words, int count) {
  for (int i = 0; i < count / 2; i++) {
    uintptr_t word = words[i];
    words[i] = words[count - 1 - i], words[count - 1 - i] = word;
  }
}

// The last places of a full list are a ring; its oldest entry comes first in the end.
static void unroll(uintptr_t *frames, int limit) {
  uintptr_t *ring = frames + limit - guardedOutermostFrames;
  int oldest = omitted % guardedOutermostFrames;
  reverse(ring, oldest);
  reverse(ring + oldest, guardedOutermostFrames - oldest);
  reverse(ring, guardedOutermostFrames);
}

int walkFrames(uintptr_t pc, uintptr_t frame, uintptr_t low, uintptr_t high, uintptr_t *frames, int limit) {
  int count = 0;
  omitted = 0;
  frames[count++] = pc;
  while (frame >= low && frame + 16 <= high && (frame & 7) == 0) {
    uintptr_t saved = ((const uintptr_t *)frame)[0], caller = ((const uintptr_t *)frame)[1];
    if (saved & asynchronous) {
      if (!omitted) return addWaiting(frame, frames, count, limit);
      break;
    }
    if (mayBeAwaited(pc, caller) && !omitted) count = addWaiting(frame, frames, count, limit);
    if (caller == 0) break;
    pc = caller;
    if (count < limit) frames[count++] = pc;
    else if (limit > guardedOutermostFrames) frames[limit - guardedOutermostFrames + omitted++ % guardedOutermostFrames] = pc;
    else break;
    if (saved <= frame) break;
    frame = saved;
  }
  if (omitted) unroll(frames, limit);
  return count;
}

// MARK: Unwind tables

struct Unwinding {
  uintptr_t *frames;
  int count, limit;
  // The innermost code that was met, and its frame.
  uintptr_t pc, frame;
};

static _Unwind_Reason_Code note(struct _Unwind_Context *context, void *raw) {
  struct Unwinding *unwinding = raw;
  if (unwinding->count == unwinding->limit) return _URC_END_OF_STACK;
  uintptr_t pc = _Unwind_GetIP(context);
  // Where a thread began, there is no caller.
  if (pc == 0) return _URC_END_OF_STACK;
  if (codeContains(pc)) {
    unwinding->pc = pc;
    unwinding->frame = _Unwind_GetGR(context, machineFramePointerRegister);
    return _URC_END_OF_STACK;
  }
  unwinding->frames[unwinding->count++] = pc;
  return _URC_NO_REASON;
}

int unwindFrames(uintptr_t low, uintptr_t high, uintptr_t *frames, int limit) {
  struct Unwinding unwinding = {.frames = frames, .limit = limit};
  omitted = 0;
  _Unwind_Backtrace(note, &unwinding);
  int count = unwinding.count;
  if (unwinding.pc && count < limit)
    count += walkFrames(unwinding.pc, unwinding.frame, low, high, frames + count, limit - count);
  return count;
}
