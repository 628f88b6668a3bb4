// What glibc declares for _GNU_SOURCE only, which Swift does not define: two steps of a child before its programme starts.
#pragma once
#include <spawn.h>

int cspawn_close_from(posix_spawn_file_actions_t *actions, int lowest);
int cspawn_change_folder(posix_spawn_file_actions_t *actions, const char *path);
