#ifndef CCELLHOST_H
#define CCELLHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What Swift cannot do itself: sigsetjmp frames, signal handlers, and symbols of the runtime and of
// libc that the executable replaces. Policy lives in Swift (Sources/CellHost).

// MARK: Guarded threads (guarded.c)

/// How a guarded body ended.
typedef enum {
  GuardedReturned = 0,
  /// Top-level code let an error escape; `error` holds it, retained.
  GuardedThrew,
  /// The body called exit; `detail` is the code.
  GuardedExited,
  /// The processor or the runtime stopped it; `detail` is the signal's number.
  GuardedTrapped,
  /// `guardedInterrupt` took effect.
  GuardedInterrupted,
  /// The body asked for a line of input where none may be asked for.
  GuardedNoInput,
} GuardedEnd;

enum { guardedOutermostFrames = 16, guardedFrameLimit = 96, guardedMessageLimit = 2048 };

typedef struct {
  GuardedEnd end;
  int detail;
  void *error;
  /// The stack overflowed: the fault lies at its far end.
  bool stackOverflow;
  /// Program counters, innermost first; return addresses but for the first.
  uintptr_t frames[guardedFrameLimit];
  int frameCount;
  /// How many frames are left out before the last `guardedOutermostFrames` of a full list.
  int omittedFrames;
  /// What the runtime said before it stopped the program, such as "Fatal error: Index out of range".
  char message[guardedMessageLimit];
} GuardedOutcome;

/// Its arrays, which Swift would see as tuples.
static inline const uintptr_t *guardedOutcomeFrames(const GuardedOutcome *outcome) { return outcome->frames; }
static inline const char *guardedOutcomeMessage(const GuardedOutcome *outcome) { return outcome->message; }

/// A thread whose bodies can be left. Handles stay valid for as long as the process lives.
typedef struct GuardedThread GuardedThread;

/// Starts a detached thread with an alternate signal stack. NULL when none can be had.
GuardedThread *guardedThreadStart(size_t stackSize, void (*body)(void *), void *context);

/// Runs `body` on the calling guarded thread. After any end but a return, the thread's own state
/// (Swift's and the C library's) is suspect: let the thread end.
void guardedRun(void (*body)(void *), void *context, GuardedOutcome *outcome);

/// The calling thread's handle, or NULL for a thread that is not guarded.
GuardedThread *guardedCurrent(void);

/// Asks `thread` to leave its body, now if it is at a place where it may. Call again until it does.
void guardedInterrupt(GuardedThread *thread);

/// Leaves the running body with `end`. Only from a guarded body.
_Noreturn void guardedLeave(GuardedEnd end);

/// Leaves the running body as if top-level code had thrown `error`.
_Noreturn void guardedThrow(void *error);

/// Waits for one post of `semaphore`; an interrupt may leave the body from here at once.
void guardedWait(void *semaphore);

/// A label of the caller's own for the work the calling thread does; -1 when there is none.
void guardedSetLabel(long label);
long guardedLabel(void);

/// Called on a thread that is not guarded, once it has trapped; the thread then sleeps forever.
void guardedOnStray(void (*handler)(const GuardedOutcome *));

/// Installs the signal handlers. Once, before anything else here.
void guardedInstall(void);

// MARK: The runtime's hooks (executors.c)

/// Two words: a SerialExecutor's identity and its witness table.
typedef struct {
  uintptr_t identity, implementation;
} ExecutorWords;

typedef struct {
  /// Runs the main executor's jobs and never returns.
  void (*drainMain)(void);
  void (*enqueue)(void *job);
  void (*enqueueAfter)(void *job, uint64_t nanoseconds);
} ExecutorCalls;

/// Makes `main` the main actor's executor and `calls` the home of every other job.
void executorsInstall(ExecutorWords main, ExecutorCalls calls);

/// Runs `job` on the calling thread, off every actor.
void executorsRun(void *job);

/// The number of the task that `job` continues, rising with creation; 0 for other jobs.
uint64_t executorsTaskNumber(void *job);

// MARK: Queues (queues.c)

/// Blocks that the cell with this label has put on queues are not started any more.
void queuesAbandon(long label);

// MARK: Code that may be left (code.c)

/// Declares [start, end) code that may be left at any instruction. One thread at a time. False when there
/// is no memory for it.
bool codeAdd(uintptr_t start, uintptr_t end);

/// Whether the address is in such code: a cell's. Safe in a signal handler.
bool codeContains(uintptr_t pc);

// MARK: Edited cells (rebind.c)

/// Makes the image `handle` (from dlopen) use `to` wherever it refers to the symbol `from`. Returns the
/// number of references.
int rebindReferences(void *handle, const char *from, const void *to);

/// Makes the members of the conformance `to` stand for those of `from`, which casts have found and keep. Both
/// are descriptors of the same type and protocol. False when the type is generic.
bool rebindConformance(const void *from, const void *to);

/// Hides a conformance from casts made from now on. Code that was compiled with it, and values that hold its witness
/// table, keep it. False when no image has registered it.
bool withdrawConformance(const void *descriptor);

// MARK: Input (overrides.c)

/// Asks for a line: writes a malloc'ed line, or NULL at the end of input.
/// Returns false when input is not allowed.
typedef bool (*LineReader)(char **line);
void overridesOnReadLine(LineReader reader);

// MARK: Printing (printing.c)

/// Takes what a thread prints that works for another cell than the one that runs. Returns false
/// when it does not want it.
typedef bool (*Printer)(bool isError, const char *text, size_t length);
void printingOnStray(Printer printer);

/// Whether all that the calling thread prints goes to the printer first, its own cell's too.
void printingDivert(bool isDiverted);

/// The label of the cell that runs, or -1: what its own threads print needs no sorting.
void printingSetRunning(long label);

// MARK: Tests (testing.c)

/// Takes an event of Swift Testing, which is JSON; `reserved` is unused.
typedef void (*TestEventHandler)(const char *version, const void *json, size_t length, const void *reserved);
void testingOnEvent(TestEventHandler handler);

// MARK: Where errors are thrown (throws.c)

/// Where the error was thrown: program counters noted when `error` was last thrown, and how many are left
/// out before the last `guardedOutermostFrames`.
int throwsFrames(void *error, uintptr_t *frames, int limit, int *omitted);

// MARK: The process (process.c)

/// The code addresses of the image that holds `address`.
bool processCodeRange(const void *address, uintptr_t *start, uintptr_t *end);

/// The code addresses of the image that was loaded from `path`.
bool processImageCode(const char *path, uintptr_t *start, uintptr_t *end);

/// The path and load address of the image that holds `address`, and the nearest symbol.
bool processLocate(uintptr_t address, const char **path, uintptr_t *base, const char **symbol);

/// Bytes written to `descriptor`, the writing or reading end of a pipe, that nobody has read.
int processUnread(int descriptor);

/// Bytes sent to `socket` that the other end has not read.
int processUnsent(int socket);

/// Limits the process's private memory. False when the system refuses.
bool processLimitMemory(uint64_t bytes);

/// Allows the process `bytes` more than it uses now, whatever the limit; 0 restores the limit.
void processReserveMemory(uint64_t bytes);

/// Keeps some descriptors open that nothing uses, so that there are some left when cells have used all; or
/// closes them.
void processReserveDescriptors(bool keep);

/// Makes this process the parent of descendants that lose theirs, and lets it continue, if it is stopped, when
/// the kernel ends.
void processAdopt(void);

/// The same socket under a number that cells hardly use by accident. Closes `descriptor`.
int processHideDescriptor(int descriptor);

/// Closes what the kernel happened to have open: every descriptor from `first` on.
void processCloseFrom(int first);

/// Makes C streams hand over what is written at once.
void processUnbuffer(void);

#endif
