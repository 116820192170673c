#define _GNU_SOURCE
#include "CCellHost.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <linux/sockios.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
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

struct imageSearch {
  const char *path;
  uintptr_t start, end;
};

static int visitImage(struct dl_phdr_info *info, size_t size, void *raw) {
  struct imageSearch *search = raw;
  (void)size;
  if (!info->dlpi_name || strcmp(info->dlpi_name, search->path) != 0) return 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || !(part->p_flags & PF_X)) continue;
    search->start = info->dlpi_addr + part->p_vaddr;
    search->end = search->start + part->p_memsz;
    return 1;
  }
  return 0;
}

bool processImageCode(const char *path, uintptr_t *start, uintptr_t *end) {
  struct imageSearch search = {.path = path};
  if (!dl_iterate_phdr(visitImage, &search)) return false;
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

static uint64_t memoryLimit;

static bool setMemoryLimit(uint64_t bytes) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_DATA, &limit) != 0) return false;
  // Only the soft limit, so that it can be raised for the host's own needs.
  limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
  return setrlimit(RLIMIT_DATA, &limit) == 0;
}

bool processLimitMemory(uint64_t bytes) {
  memoryLimit = bytes;
  return setMemoryLimit(bytes);
}

// Private memory of the process, in bytes; 0 when the system does not say.
static uint64_t usedMemory(void) {
  char text[128];
  int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  ssize_t count = read(file, text, sizeof text - 1);
  close(file);
  text[count > 0 ? count : 0] = 0;
  unsigned long data = 0;
  // size resident shared text lib data dirty, in pages.
  if (sscanf(text, "%*u %*u %*u %*u %*u %lu", &data) != 1) return 0;
  return (uint64_t)data * (uint64_t)sysconf(_SC_PAGESIZE);
}

void processReserveMemory(uint64_t bytes) {
  if (memoryLimit == 0) return;
  // Also without a reserve the next cell gets a little: it may be the one that frees memory.
  uint64_t wanted = usedMemory() + (bytes ? bytes : 16 << 20);
  setMemoryLimit(wanted > memoryLimit ? wanted : memoryLimit);
}

enum { reservedDescriptorCount = 8 };
static int reservedDescriptors[reservedDescriptorCount] = {-1, -1, -1, -1, -1, -1, -1, -1};

void processReserveDescriptors(bool keep) {
  for (int i = 0; i < reservedDescriptorCount; i++) {
    if (keep && reservedDescriptors[i] < 0) {
      reservedDescriptors[i] = open("/dev/null", O_RDONLY | O_CLOEXEC);
    } else if (!keep && reservedDescriptors[i] >= 0) {
      close(reservedDescriptors[i]);
      reservedDescriptors[i] = -1;
    }
  }
}

void processAdopt(void) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, SIGCONT);
}

int processHideDescriptor(int descriptor) {
  int hidden = fcntl(descriptor, F_DUPFD_CLOEXEC, 200);
  if (hidden < 0) return descriptor;
  close(descriptor);
  return hidden;
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
