// The allocator of glibc, told to give large blocks back to the system at once and to keep two arenas: a workstation that
// draws pictures for weeks would otherwise hold several hundred MiB that nobody uses.
#pragma once
#include <malloc.h>
#include <stddef.h>

static inline void cmemory_give_back_blocks_of(size_t bytes) {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, (int)bytes);
    mallopt(M_ARENA_MAX, 2);
#else
    (void)bytes;
#endif
}
