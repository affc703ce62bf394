# SPDX-License-Identifier: MIT
# The system's libraries, all looked for before the first complaint, so that one message names
# everything that is missing and the line that installs it.

find_package(PkgConfig QUIET)
set(missing "")

function(need_library name module package)
  if(PkgConfig_FOUND)
    pkg_check_modules(${name} QUIET IMPORTED_TARGET GLOBAL ${module})
  endif()
  if(NOT ${name}_FOUND)
    set(missing ${missing} ${package} PARENT_SCOPE)
  endif()
endfunction()

if(NOT PkgConfig_FOUND)
  list(APPEND missing pkg-config)
endif()
need_library(eos_sqlite "sqlite3>=3.37" libsqlite3-dev) # STRICT tables began with 3.37
need_library(eos_cjson libcjson libcjson-dev)
need_library(eos_md libmd libmd-dev)
need_library(eos_pcre2 libpcre2-8 libpcre2-dev)
need_library(eos_zlib zlib zlib1g-dev)
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
if(EOS_BUILD_TESTS)
  need_library(eos_cunit cunit libcunit1-dev)
endif()

if(missing)
  list(JOIN missing " " packages)
  message(FATAL_ERROR
    "eoslint is built on libraries of the system, and some were not found: ${packages}\n"
    "On Debian and Ubuntu install them with\n"
    "    apt-get install ${packages}\n"
    "(all of them: pkg-config libsqlite3-dev libcjson-dev libmd-dev libpcre2-dev zlib1g-dev; for the tests libcunit1-dev).")
endif()
