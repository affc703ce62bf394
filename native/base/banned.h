/* SPDX-License-Identifier: MIT */
/*
 * Functions that nobody may call: they write without a bound, keep hidden state, or cannot tell a
 * bad number from zero. A use is a compile error that names the function.
 *
 * base/error.h includes this file, so every file of the core obeys. Poisoning an identifier also
 * strikes system headers that are read later and declare it; therefore those headers come first.
 * Instead: snprintf, eos_arena_printf, eos_buffer; strtok_r or strchr; strtoll, strtod with their
 * end pointer; gmtime_r.
 */
#ifndef EOS_BASE_BANNED_H
#define EOS_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <wchar.h>

#if defined(__GNUC__)
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol atof sscanf
#pragma GCC poison gmtime localtime
#endif

#endif
