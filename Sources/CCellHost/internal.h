#ifndef CCELLHOST_INTERNAL_H
#define CCELLHOST_INTERNAL_H

#include "CCellHost.h"

/// Follows frame pointers from `frame`, staying inside [low, high). Safe in a signal handler.
int walkFrames(uintptr_t pc, uintptr_t frame, uintptr_t low, uintptr_t high, uintptr_t *frames, int limit);

/// The calling thread's stack, or false when it is not a guarded one.
bool guardedStack(uintptr_t *low, uintptr_t *high);

/// As `guardedLeave`, with what `exit` or the runtime handed over.
_Noreturn void guardedLeaveWith(GuardedEnd end, int detail, void *error);

/// Whether the calling thread is inside a guarded body.
bool guardedInside(void);

#endif
