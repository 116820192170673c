#!/bin/sh
# Starts the kernel, also when the toolchain that built it has been moved since.
#   launch.sh RUNTIME SUPERPOSE [ARGUMENT...]
# RUNTIME is the folder in which the Swift runtime libraries were when the kernel was installed.
runtime=$1
shift
if [ ! -e "$runtime/libswiftCore.so" ]; then
  swiftc=$(command -v swiftc) || {
    echo "Superpose: the Swift toolchain that built the kernel is gone from $runtime, and no" \
      "swiftc is in PATH. Put a toolchain's usr/bin there and build again: make install" >&2
    exit 1
  }
  library=$(dirname "$(dirname "$(readlink -f "$swiftc")")")/lib/swift
  LD_LIBRARY_PATH=$library/linux:$library/host${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  export LD_LIBRARY_PATH
fi
exec "$@"
