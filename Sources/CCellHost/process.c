#define _GNU_SOURCE
#include "CCellHost.h"

#include <dlfcn.h>
#include <link.h>
#include <linux/sockios.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

struct search {
  uintptr_t address, start, end;
};

static int visit(struct dl_phdr_info *info, size_t size, void *raw) {
  struct search *search = raw;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &info->dlpi_phdr[i];
    if (header->p_type != PT_LOAD || !(header->p_flags & PF_X)) continue;
    uintptr_t start = info->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
    if (search->address < start || search->address >= end) continue;
    search->start = start;
    search->end = end;
    return 1;
  }
  return 0;
}

bool processCodeRange(const void *address, uintptr_t *start, uintptr_t *end) {
  struct search search = {.address = (uintptr_t)address};
  if (!dl_iterate_phdr(visit, &search)) return false;
  *start = search.start;
  *end = search.end;
  return true;
}

bool processLocate(uintptr_t address, const char **path, uintptr_t *base, const char **symbol) {
  Dl_info info;
  if (!dladdr((void *)address, &info) || !info.dli_fname) return false;
  *path = info.dli_fname;
  *base = (uintptr_t)info.dli_fbase;
  *symbol = info.dli_sname;
  return true;
}

int processUnread(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : 0;
}

int processUnsent(int socket) {
  int count = 0;
  return ioctl(socket, SIOCOUTQ, &count) == 0 ? count : 0;
}

bool processLimitMemory(uint64_t bytes) {
  struct rlimit limit = {.rlim_cur = bytes, .rlim_max = bytes};
  return setrlimit(RLIMIT_DATA, &limit) == 0;
}

void processCloseFrom(int first) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  if (close_range((unsigned)first, ~0u, 0) == 0) return;
  for (int descriptor = first; descriptor < (int)limit.rlim_cur; descriptor++) close(descriptor);
}

void processUnbuffer(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  setvbuf(stderr, NULL, _IONBF, 0);
}
