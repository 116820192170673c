#ifndef CSUPERPOSE_BUILD_H
#define CSUPERPOSE_BUILD_H

#ifdef __cplusplus
extern "C" {
#endif

/// The first digits of the git commit that was built, or "unknown", as for a build from an archive.
const char *superpose_commit(void);

/// The version of the Swift compiler that built the program, such as "6.3.1".
const char *superpose_swift_version(void);

#ifdef __cplusplus
}
#endif

#endif
