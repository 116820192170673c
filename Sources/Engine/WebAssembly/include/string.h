// The functions of libc that the engine uses. The browser has no libc.
#pragma once
#include <stddef.h>

void *memset(void *to, int byte, size_t count);
void *memcpy(void *restrict to, const void *restrict from, size_t count);
