#include "internal.h"

// Swift marks an asynchronous function's frame by this bit of the saved frame pointer; the word
// below the frame then points to its context: the caller's context and where the caller resumes.
// Source: https://github.com/swiftlang/swift/blob/main/docs/ABI (async frame layout).
static const uintptr_t asynchronous = (uintptr_t)1 << 60;

struct Context {
  struct Context *parent;
  uintptr_t resume;
};

static int walkContexts(const struct Context *context, uintptr_t *frames, int count, int limit) {
  while (context && count < limit && ((uintptr_t)context & 7) == 0) {
    // One past, as a return address would be.
    if (context->resume) frames[count++] = context->resume + 1;
    context = context->parent;
  }
  return count;
}

int walkFrames(uintptr_t pc, uintptr_t frame, uintptr_t low, uintptr_t high, uintptr_t *frames, int limit) {
  int count = 0;
  frames[count++] = pc;
  while (count < limit && frame >= low && frame + 16 <= high && (frame & 7) == 0) {
    uintptr_t *words = (uintptr_t *)frame;
    uintptr_t saved = words[0];
    if (saved & asynchronous) {
      if (frame - 8 < low) break;
      const struct Context *context = (const struct Context *)words[-1];
      return walkContexts(context, frames, count, limit);
    }
    if (words[1] == 0) break;
    frames[count++] = words[1];
    if (saved <= frame) break;
    frame = saved;
  }
  return count;
}
