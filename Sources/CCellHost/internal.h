#ifndef CCELLHOST_INTERNAL_H
#define CCELLHOST_INTERNAL_H

#include "CCellHost.h"

#include <stdio.h>

// The files, each using only those before it: code.c, message.c, streams.c, process.c; walk.c; guarded.c;
// executors.c, overrides.c, printing.c, testing.c, throws.c; rebind.c, withdraw.c. What depends on the processor is in
// machine.h.

// MARK: message.c

/// Adds to what the runtime has said on this thread without a trap so far.
void messageAppend(const char *text);

/// Moves it to `target`, of `guardedMessageLimit` bytes. Safe in a signal handler.
void messageTake(char *target);

/// Forgets it.
void messageClear(void);

/// Writes it to standard error: no trap came.
void messageFlush(void);

/// libc's own fputs.
int messagePut(const char *text, FILE *stream);

// MARK: streams.c

/// Gives back locks on stdin, stdout and stderr that the calling thread holds.
void streamsRelease(void);

// MARK: walk.c

/// Finds what the walks below need to know of the runtime. Once, before them.
void walkFindRuntime(void);

/// Follows frame pointers from `frame`, staying inside [low, high), and where a cell's function is
/// asynchronous goes on to those who wait for it. Safe in a signal handler.
///
/// Of more frames than `limit` the innermost are kept, and the outermost `guardedOutermostFrames`.
int walkFrames(uintptr_t pc, uintptr_t frame, uintptr_t low, uintptr_t high, uintptr_t *frames, int limit);

/// How many frames the calling thread's latest walk has left out before the outermost ones.
int walkOmitted(void);

/// The callers of the calling function: as far as a cell's code by the unwind tables, which also know
/// functions of C and C++ that keep no frame pointer, and from there as `walkFrames`.
///
/// In signal handlers only where the thread is known to wait or to block: the tables are found without
/// a lock (glibc 2.35), or under the loader's, which such a thread does not hold.
int unwindFrames(uintptr_t low, uintptr_t high, uintptr_t *frames, int limit);

// MARK: guarded.c

/// The calling thread's stack, or false when it is not a guarded one.
bool guardedStack(uintptr_t *low, uintptr_t *high);

/// As `guardedLeave`, with what `exit` or the runtime handed over.
_Noreturn void guardedLeaveWith(GuardedEnd end, int detail, void *error);

/// Ends the work of a thread that a cell has started and that is not guarded, such as one of a queue: the
/// cell is told, and the thread sleeps forever. Returns on any other thread.
void guardedLeaveStray(GuardedEnd end, int detail);

/// Ends the running body as the runtime does with its last words; outside of one, the process.
_Noreturn void guardedFail(const char *message);

/// Says of the initialisers that the calling thread is in that they will never end (once.c). Safe in a signal
/// handler.
void onceAbandon(void);

/// Whether the calling thread is inside a guarded body.
bool guardedInside(void);

// MARK: rebind.c

/// Makes the pages of `address` writable. An image's references and the runtime's records are read-only once it is
/// loaded.
bool makeWritable(const void *address, size_t size);

#endif
