// The compiler reads the commit from git's own log (each line: old commit, new commit, author …) and
// lists the log among the files that this one depends on. So a build after a commit compiles this
// file, and no other, without a script or a plugin. The log itself does not go into the program.
// Source: https://clang.llvm.org/docs/LanguageExtensions.html (#embed)
#include "CSuperposeBuild.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

namespace {

constexpr int digits = 12;

struct Commit {
  char text[digits + 1] = "unknown";
};

template <unsigned long length> constexpr Commit lastCommit(const char (&log)[length]) {
  unsigned long start = length - 1;
  while (start > 0 && log[start - 1] != '\n') start -= 1;
  while (start < length && log[start] != ' ') start += 1;
  Commit commit;
  if (start + digits >= length) return commit;
  for (int i = 0; i < digits; i += 1) commit.text[i] = log[start + 1 + i];
  return commit;
}

#if __has_embed("../../.git/logs/HEAD") == __STDC_EMBED_FOUND__
constexpr char reflog[] = {
#embed "../../.git/logs/HEAD"
};
constexpr Commit commit = lastCommit(reflog);
#else
constexpr Commit commit;
#endif

}  // namespace

const char *superpose_commit(void) { return commit.text; }

const char *superpose_swift_version(void) { return SUPERPOSE_SWIFT_VERSION; }
