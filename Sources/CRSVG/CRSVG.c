// Declarations only. A target with a source file, and no system library, so that its module map
// stands beside the other modules' in the build folder, where compiled cells look for it.
#include "CRSVG.h"
