# SPDX-License-Identifier: MIT
# eos_embed_text(<out variable> <symbol> <file>): a C source, made at build time, with the file as
#     const char <symbol>[];         its bytes and a NUL
#     const size_t <symbol>_size;    without the NUL
# The same file is the script that does the work (cmake -P), so nothing generated is checked in.

if(CMAKE_SCRIPT_MODE_FILE)
  file(READ "${IN}" bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(REPEAT "'[^,]*," 8 eight)
  string(REGEX REPLACE "(${eight})" "\\1\n" bytes "${bytes}")
  file(WRITE "${OUT}" "#include <stddef.h>\nextern const char ${SYMBOL}[];\n"
    "extern const size_t ${SYMBOL}_size;\nconst char ${SYMBOL}[] = {\n${bytes}0};\n"
    "const size_t ${SYMBOL}_size = sizeof ${SYMBOL} - 1;\n")
  return()
endif()

set(EOS_EMBED_SCRIPT "${CMAKE_CURRENT_LIST_FILE}")

function(eos_embed_text out symbol file)
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/${symbol}.c")
  add_custom_command(
    OUTPUT "${generated}"
    COMMAND "${CMAKE_COMMAND}" "-DIN=${file}" "-DOUT=${generated}" "-DSYMBOL=${symbol}"
            -P "${EOS_EMBED_SCRIPT}"
    DEPENDS "${file}" "${EOS_EMBED_SCRIPT}"
    VERBATIM)
  set(${out} "${generated}" PARENT_SCOPE)
endfunction()
