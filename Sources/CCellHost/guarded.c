#define _GNU_SOURCE
#include "internal.h"
#include "machine.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { alternateStackSize = 1 << 18 };

// A signal that users hardly ever use; glibc keeps the first ones for itself.
#define interruptSignal (SIGRTMAX - 3)

struct GuardedThread {
  sigjmp_buf frame;
  // The frame is valid: a body is running.
  volatile sig_atomic_t armed;
  atomic_bool wanted;
  // Waiting where nothing is held (guardedWait).
  volatile sig_atomic_t waiting;
  volatile long label;
  GuardedOutcome *outcome;
  uintptr_t stackLow, stackHigh;
  // How often in a row an interrupt found the thread at the same instruction.
  uintptr_t stuckAt;
  int stuckCount;
  pthread_t thread;
  bool alive;
  pthread_mutex_t life;
  // A body was left in the middle.
  bool wasLeft;
  void (*body)(void *);
  void *context;
};

static _Thread_local GuardedThread *current;
static _Thread_local volatile long strayLabel = -1;

// MARK: Places where an interrupt may leave

// Blocking calls of libc that hold nothing while they wait.
static const char *const blockingNames[] = {
    "clock_nanosleep", "nanosleep", "poll", "ppoll", "select", "pselect", "epoll_wait", "pause",
    "sigsuspend", "wait4", "waitpid", "waitid", "accept", "recv", "recvmsg", "connect", "read"};
enum { blockingCount = sizeof blockingNames / sizeof *blockingNames };
static struct {
  uintptr_t start, end;
} blocking[blockingCount];

static void findBlockingCalls(void) {
  for (int i = 0; i < blockingCount; i++) {
    void *address = dlsym(RTLD_DEFAULT, blockingNames[i]);
    Dl_info info;
    ElfW(Sym) *symbol = NULL;
    if (!address || !dladdr1(address, &info, (void **)&symbol, RTLD_DL_SYMENT) || !symbol) continue;
    blocking[i].start = (uintptr_t)address;
    blocking[i].end = (uintptr_t)address + symbol->st_size;
  }
}

static bool isBlockingCall(uintptr_t pc) {
  for (int i = 0; i < blockingCount; i++)
    if (pc >= blocking[i].start && pc < blocking[i].end) return true;
  return false;
}

// MARK: Leaving

_Noreturn static void leave(GuardedThread *thread, GuardedEnd end, int detail, void *error) {
  thread->armed = 0;
  thread->waiting = 0;
  onceAbandon();
  thread->outcome->end = end;
  thread->outcome->detail = detail;
  thread->outcome->error = error;
  siglongjmp(thread->frame, 1);
}

_Noreturn void guardedLeaveWith(GuardedEnd end, int detail, void *error) {
  GuardedOutcome *outcome = current->outcome;
  outcome->frameCount = unwindFrames(
      current->stackLow, current->stackHigh, outcome->frames, guardedFrameLimit);
  outcome->omittedFrames = walkOmitted();
  messageTake(outcome->message);
  leave(current, end, detail, error);
}

_Noreturn void guardedFail(const char *message) {
  messageClear();
  messageAppend(message);
  if (guardedInside()) guardedLeaveWith(GuardedTrapped, SIGABRT, NULL);
  abort();
}

_Noreturn void guardedThrow(void *error) { guardedLeaveWith(GuardedThrew, 0, error); }

_Noreturn void guardedLeave(GuardedEnd end) { guardedLeaveWith(end, 0, NULL); }

bool guardedInside(void) { return current && current->armed; }

GuardedThread *guardedCurrent(void) { return current; }

bool guardedStack(uintptr_t *low, uintptr_t *high) {
  if (!current) return false;
  *low = current->stackLow;
  *high = current->stackHigh;
  return true;
}

// MARK: Signals

static void (*onStray)(const GuardedOutcome *);
void guardedOnStray(void (*handler)(const GuardedOutcome *)) { onStray = handler; }

static void noteFault(GuardedOutcome *outcome, const ucontext_t *context, uintptr_t low, uintptr_t high) {
  uintptr_t pc = machineProgramCounter(context), frame = machineFramePointer(context);
  outcome->frameCount = walkFrames(pc, frame, low, high, outcome->frames, guardedFrameLimit);
  outcome->omittedFrames = walkOmitted();
  messageTake(outcome->message);
}

static _Thread_local GuardedOutcome strayOutcome;
// How far a walk over the stack of a thread that is not guarded goes, in bytes.
enum { strayDepth = 1 << 18 };

// Reports the calling thread's end, and lets it sleep forever.
_Noreturn static void abandonStray(GuardedEnd end, int detail) {
  strayOutcome.end = end;
  strayOutcome.detail = detail;
  onceAbandon();
  onStray(&strayOutcome);
  for (;;) pause();
}

void guardedLeaveStray(GuardedEnd end, int detail) {
  if (current || strayLabel < 0 || !onStray) return;
  uintptr_t frame = (uintptr_t)__builtin_frame_address(0);
  strayOutcome.frameCount =
      unwindFrames(frame, frame + strayDepth, strayOutcome.frames, guardedFrameLimit);
  strayOutcome.omittedFrames = walkOmitted();
  messageTake(strayOutcome.message);
  abandonStray(end, detail);
}

static void onFault(int number, siginfo_t *info, void *raw) {
  const ucontext_t *context = raw;
  GuardedThread *thread = current;
  if (thread && thread->armed) {
    noteFault(thread->outcome, context, thread->stackLow, thread->stackHigh);
    uintptr_t sp = machineStackPointer(context), at = (uintptr_t)info->si_addr;
    thread->outcome->stackOverflow =
        (number == SIGSEGV || number == SIGBUS) &&
        (sp < thread->stackLow + (1 << 16) || (at >= thread->stackLow - (1 << 20) && at < thread->stackLow + (1 << 16)));
    leave(thread, GuardedTrapped, number, NULL);
  }
  if (onStray) {
    uintptr_t sp = machineStackPointer(context);
    noteFault(&strayOutcome, context, sp, sp + strayDepth);
    abandonStray(GuardedTrapped, number);
  }
  signal(number, SIG_DFL);
  raise(number);
}

// Whether the thread waits in the kernel at `pc`, and has done so for many interrupts.
static bool isStuck(GuardedThread *thread, uintptr_t pc) {
  thread->stuckCount = thread->stuckAt == pc ? thread->stuckCount + 1 : 0;
  thread->stuckAt = pc;
  return machineIsInSystemCall(pc) && thread->stuckCount >= 60;
}

static void onInterrupt(int number, siginfo_t *info, void *raw) {
  int savedError = errno;
  GuardedThread *thread = current;
  if (thread && thread->armed && atomic_load(&thread->wanted)) {
    const ucontext_t *context = raw;
    uintptr_t pc = machineProgramCounter(context);
    bool isInCode = codeContains(pc) && !machineIsStub(pc) && !machineIsBetweenFrames(pc);
    if (thread->waiting || isInCode || isBlockingCall(pc) || isStuck(thread, pc)) {
      GuardedOutcome *outcome = thread->outcome;
      uintptr_t low = thread->stackLow, high = thread->stackHigh;
      outcome->frameCount = codeContains(pc)
          ? walkFrames(pc, machineFramePointer(context), low, high, outcome->frames, guardedFrameLimit)
          : unwindFrames(low, high, outcome->frames, guardedFrameLimit);
      outcome->omittedFrames = walkOmitted();
      leave(thread, GuardedInterrupted, 0, NULL);
    }
  }
  errno = savedError;
}

// Cells may change the action of any signal; interrupts need this one.
static void handleInterrupts(void) {
  struct sigaction now, wanted = {.sa_sigaction = onInterrupt, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  if (sigaction(interruptSignal, NULL, &now) == 0 && now.sa_sigaction == onInterrupt) return;
  sigaction(interruptSignal, &wanted, NULL);
}

static void ignore(int number) {}

void guardedInstall(void) {
  findBlockingCalls();
  walkFindRuntime();
  struct sigaction fault = {.sa_sigaction = onFault, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
  const int faults[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE};
  for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) sigaction(faults[i], &fault, NULL);
  handleInterrupts();
  // A write to a closed pipe is an error of that write. A handler, because children inherit SIG_IGN.
  struct sigaction survive = {.sa_handler = ignore, .sa_flags = SA_RESTART};
  sigaction(SIGPIPE, &survive, NULL);
}

// MARK: Threads

// Keeps libraries from tidying up at the thread's end what a body that was left has in use: libdispatch ends
// the program for a thread that ends inside of a queue.
static void forgetSpecificData(void) {
  for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; key++)
    if (pthread_getspecific(key)) pthread_setspecific(key, NULL);
}

static void *threadMain(void *raw) {
  GuardedThread *thread = raw;
  void *alternate =
      mmap(NULL, alternateStackSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  stack_t stack = {.ss_sp = alternate, .ss_size = alternateStackSize};
  if (alternate != MAP_FAILED) sigaltstack(&stack, NULL);
  pthread_attr_t attributes;
  pthread_getattr_np(pthread_self(), &attributes);
  void *low;
  size_t size;
  pthread_attr_getstack(&attributes, &low, &size);
  pthread_attr_destroy(&attributes);
  thread->stackLow = (uintptr_t)low;
  thread->stackHigh = (uintptr_t)low + size;
  current = thread;
  // Threads inherit their maker's mask, and some makers (libdispatch's) block every signal.
  sigset_t noSignals;
  sigemptyset(&noSignals);
  pthread_sigmask(SIG_SETMASK, &noSignals, NULL);
  thread->body(thread->context);
  pthread_mutex_lock(&thread->life);
  thread->alive = false;
  pthread_mutex_unlock(&thread->life);
  current = NULL;
  if (thread->wasLeft) forgetSpecificData();
  stack_t none = {.ss_flags = SS_DISABLE};
  sigaltstack(&none, NULL);
  if (alternate != MAP_FAILED) munmap(alternate, alternateStackSize);
  return NULL;
}

// Records are kept when threads end, so that a late interrupt finds a dead thread and not freed memory.
GuardedThread *guardedThreadStart(size_t stackSize, void (*body)(void *), void *context) {
  GuardedThread *thread = calloc(1, sizeof *thread);
  if (!thread) return NULL;
  pthread_mutex_init(&thread->life, NULL);
  thread->body = body;
  thread->context = context;
  thread->label = -1;
  thread->alive = true;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stackSize);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  // Held until the handle is complete: an interrupt must not read `thread` before it is written.
  pthread_mutex_lock(&thread->life);
  int failed = pthread_create(&thread->thread, &attributes, threadMain, thread);
  pthread_mutex_unlock(&thread->life);
  pthread_attr_destroy(&attributes);
  if (!failed) return thread;
  free(thread);
  return NULL;
}

void guardedRun(void (*body)(void *), void *context, GuardedOutcome *outcome) {
  GuardedThread *thread = current;
  *outcome = (GuardedOutcome){.end = GuardedReturned};
  thread->outcome = outcome;
  thread->stuckAt = 0;
  thread->stuckCount = 0;
  messageClear();
  if (sigsetjmp(thread->frame, 1) == 0) {
    thread->armed = 1;
    body(context);
    thread->armed = 0;
    messageFlush();
  } else {
    thread->wasLeft = true;
    streamsRelease();
  }
}

void guardedInterrupt(GuardedThread *thread) {
  atomic_store(&thread->wanted, true);
  handleInterrupts();
  pthread_mutex_lock(&thread->life);
  if (thread->alive) pthread_kill(thread->thread, interruptSignal);
  pthread_mutex_unlock(&thread->life);
}

void guardedWait(void *semaphore) {
  GuardedThread *thread = current;
  if (!thread) {
    while (sem_wait(semaphore) != 0) {}
    return;
  }
  thread->waiting = 1;
  // An interrupt asked for before the wait began finds no signal to come.
  if (thread->armed && atomic_load(&thread->wanted)) guardedLeave(GuardedInterrupted);
  while (sem_wait(semaphore) != 0) {}
  thread->waiting = 0;
}

void guardedSetLabel(long label) {
  if (current) current->label = label;
  else strayLabel = label;
}

long guardedLabel(void) { return current ? current->label : strayLabel; }
