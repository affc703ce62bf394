# SPDX-License-Identifier: MIT
# Language level, warnings and sanitizers.
#
# Warnings are a target that our own code links privately, so no user of the library inherits them.
# They become errors only through CMAKE_COMPILE_WARNING_AS_ERROR (preset dev): a new compiler must
# not break the build of a user. -Wpedantic is a target apart, because the slot tables of a CPython
# extension cast function pointers to void *.

set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(eos_warnings INTERFACE)
target_compile_options(eos_warnings INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
  -Wold-style-definition -Wwrite-strings -Wpointer-arith -Wundef -Wvla -Wformat=2
  $<$<C_COMPILER_ID:GNU>:-Wlogical-op -Wduplicated-cond>)

add_library(eos_pedantic INTERFACE)
target_compile_options(eos_pedantic INTERFACE -Wpedantic -Wcast-qual)
target_link_libraries(eos_pedantic INTERFACE eos_warnings)

# What every part of eoslint is compiled with, tests and extension included.
add_library(eos_build INTERFACE)
target_compile_definitions(eos_build INTERFACE
  _POSIX_C_SOURCE=200809L EOS_VERSION="${PROJECT_VERSION}"
  $<$<BOOL:${EOS_ARENA_MALLOC}>:EOS_ARENA_MALLOC>)
target_include_directories(eos_build INTERFACE "${PROJECT_SOURCE_DIR}/native")

if(EOS_SANITIZE)
  set(sanitize -fsanitize=${EOS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(eos_build INTERFACE ${sanitize})
  target_link_options(eos_build INTERFACE ${sanitize})
endif()
if(EOS_FUZZ)
  if(NOT CMAKE_C_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "EOS_FUZZ needs clang: cmake --preset fuzz, or -DCMAKE_C_COMPILER=clang")
  endif()
  target_compile_options(eos_build INTERFACE -fsanitize=fuzzer-no-link)
endif()
