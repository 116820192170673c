#define _GNU_SOURCE
#include "CPipe.h"

#include <fcntl.h>
#include <unistd.h>

int pipe_for_one_child(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  // Not in one step: the system has none.
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}
