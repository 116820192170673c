#define _GNU_SOURCE
#include "internal.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// Foundation's Process learns of its child's end by a socket that the child holds open. A background job of
// that child, such as `sh -c "server &"` leaves behind, holds it open as well, and waitUntilExit would wait for
// the job. So the socket is shut down here when the child itself has ended.

static uintptr_t foundationStart, foundationEnd;

__attribute__((constructor)) static void findFoundation(void) {
  void *inside = dlsym(RTLD_DEFAULT, "CFRunLoopGetMain");
  if (inside) processCodeRange(inside, &foundationStart, &foundationEnd);
}

static bool isFoundation(const void *caller) {
  return (uintptr_t)caller >= foundationStart && (uintptr_t)caller < foundationEnd;
}

// The kept end of the pair that Foundation has made last on this thread, for the child to come.
static _Thread_local int keptEnd = -1;

int socketpair(int domain, int type, int protocol, int ends[2]) {
  static int (*original)(int, int, int, int *);
  if (!original) original = (typeof(original))dlsym(RTLD_NEXT, "socketpair");
  int failed = original(domain, type, protocol, ends);
  keptEnd = failed || !isFoundation(__builtin_return_address(0)) ? -1 : ends[0];
  return failed;
}

typedef struct {
  pid_t child;
  int socket;
} Watch;

static void *watch(void *raw) {
  Watch watch = *(Watch *)raw;
  free(raw);
  siginfo_t information;
  // Left for Foundation to reap.
  while (waitid(P_PID, (id_t)watch.child, &information, WEXITED | WNOWAIT) < 0 && errno == EINTR) {}
  shutdown(watch.socket, SHUT_RDWR);
  close(watch.socket);
  return NULL;
}

static void startWatching(pid_t child) {
  Watch *context = malloc(sizeof *context);
  int socket = context ? fcntl(keptEnd, F_DUPFD_CLOEXEC, 0) : -1;
  keptEnd = -1;
  if (socket < 0) return free(context);
  *context = (Watch){child, socket};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 1 << 18);
  sigset_t all, usual;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &usual);
  pthread_t thread;
  int failed = pthread_create(&thread, &attributes, watch, context);
  pthread_sigmask(SIG_SETMASK, &usual, NULL);
  pthread_attr_destroy(&attributes);
  if (!failed) return;
  close(socket);
  free(context);
}

int posix_spawn(
    pid_t *restrict child, const char *restrict path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *restrict attributes, char *const arguments[restrict],
    char *const environment[restrict]) {
  static typeof(posix_spawn) *original;
  if (!original) original = (typeof(original))dlsym(RTLD_NEXT, "posix_spawn");
  int failed = original(child, path, actions, attributes, arguments, environment);
  if (!failed && child && keptEnd >= 0) startWatching(*child);
  return failed;
}
