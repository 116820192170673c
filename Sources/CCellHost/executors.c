#define _GNU_SOURCE
#include "CCellHost.h"

#include <dlfcn.h>
#include <time.h>

#define SWIFTCC __attribute__((swiftcall))

extern SWIFTCC void swift_job_run(void *job, uintptr_t identity, uintptr_t implementation);
extern SWIFTCC uint64_t swift_task_getJobTaskId(void *job);

static ExecutorWords mainExecutor;
static ExecutorCalls calls;

static SWIFTCC ExecutorWords getMain(void *original) { return mainExecutor; }
static SWIFTCC bool isMain(ExecutorWords executor, void *original) {
  return executor.identity == mainExecutor.identity;
}
static SWIFTCC void drainMain(void *original) { calls.drainMain(); }
static SWIFTCC void enqueueGlobal(void *job, void *original) { calls.enqueue(job); }
static SWIFTCC void enqueueAfterDelay(unsigned long long nanoseconds, void *job, void *original) {
  calls.enqueueAfter(job, nanoseconds);
}

// The runtime's clock numbers: 1 continues in sleep, 2 stands still.
static SWIFTCC void enqueueAtDeadline(
    long long seconds, long long nanoseconds, long long toleranceSeconds,
    long long toleranceNanoseconds, int clock, void *job, void *original) {
  clockid_t id = clock == 1 ? CLOCK_BOOTTIME : CLOCK_MONOTONIC;
  struct timespec now;
  clock_gettime(id, &now);
  long long delay = (seconds - now.tv_sec) * 1000000000ll + (nanoseconds - now.tv_nsec);
  calls.enqueueAfter(job, delay > 0 ? (uint64_t)delay : 0);
}

static void set(const char *hook, void *function) {
  void **variable = dlsym(RTLD_DEFAULT, hook);
  if (variable) *variable = function;
}

void executorsInstall(ExecutorWords main, ExecutorCalls table) {
  mainExecutor = main;
  calls = table;
  set("swift_task_getMainExecutor_hook", getMain);
  set("swift_task_isMainExecutor_hook", isMain);
  set("swift_task_asyncMainDrainQueue_hook", drainMain);
  set("swift_task_enqueueGlobal_hook", enqueueGlobal);
  set("swift_task_enqueueGlobalWithDelay_hook", enqueueAfterDelay);
  set("swift_task_enqueueGlobalWithDeadline_hook", enqueueAtDeadline);
}

void executorsRun(void *job) { swift_job_run(job, 0, 0); }

// A job: two words of heap object, two of the scheduler's, then its flags, whose low byte is the kind.
struct Job {
  void *words[4];
  uint32_t flags;
};

uint64_t executorsTaskNumber(void *job) {
  return (((struct Job *)job)->flags & 0xff) == 0 ? swift_task_getJobTaskId(job) : 0;
}
