#ifndef CSOURCEKIT_H
#define CSOURCEKIT_H

#include <stdbool.h>

// sourcekitd, the compiler's editor services, loaded at run time from the toolchain in use.
//
// In C because Swift cannot declare functions that are found by dlsym and pass C structs by value.
// sourcekitd takes requests as YAML and prints answers as JSON, so two functions are enough and
// nothing of its object model is repeated here.

/// Loads and starts the library at `path`. Returns NULL, or a sentence that says what is missing.
const char *csourcekit_load(const char *path);

/// Answers one request, written as the YAML that `sourcekitd-test` prints. Blocks.
///
/// Returns JSON text or, with `*failed` set, an error's description. To be freed by the caller.
char *csourcekit_answer(const char *request, bool *failed);

/// Asks the system to kill this process when the thread that started it ends. Linux only; on other
/// systems does nothing, and the end of standard input has to do.
void csourcekit_die_with_parent(void);

#endif
