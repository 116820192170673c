#define _GNU_SOURCE
#include "CPipe.h"

#include <fcntl.h>
#include <unistd.h>

int pipe_for_one_child(int ends[2]) {
  return pipe2(ends, O_CLOEXEC);
}
