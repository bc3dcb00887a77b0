# For a build of the arm64 server on another machine, with Debian's cross compiler:
#
#   cmake -DCMAKE_TOOLCHAIN_FILE=cmake/arm64.cmake ...
#
# The libraries are those of Debian's arm64 packages, installed beside this machine's own
# (dpkg --add-architecture arm64), or unpacked in a folder that -DCMAKE_FIND_ROOT_PATH=FOLDER names.
# What the build runs of its own programs runs in QEMU where that is installed.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

if(CMAKE_FIND_ROOT_PATH)
  set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
endif()

find_program(QEMU_AARCH64 NAMES qemu-aarch64-static qemu-aarch64)
if(QEMU_AARCH64)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${QEMU_AARCH64}" CACHE STRING "Runs the programs of the target")
endif()
