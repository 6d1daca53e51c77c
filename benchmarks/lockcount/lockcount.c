// Counts what a process locks: preloaded (ld.so(8), LD_PRELOAD) it stands before the C library's mutexes and
// reader-writer locks, taken or free, and writes how many were asked for into the file that LOCKCOUNT names.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static atomic_ulong count;

#define COUNTED(name, type)                                         \
  static int (*real_##name)(type *);                                \
  int name(type *lock) {                                            \
    if (real_##name == NULL) real_##name = dlsym(RTLD_NEXT, #name); \
    atomic_fetch_add_explicit(&count, 1, memory_order_relaxed);     \
    return real_##name(lock);                                       \
  }

COUNTED(pthread_mutex_lock, pthread_mutex_t)
COUNTED(pthread_mutex_trylock, pthread_mutex_t)
COUNTED(pthread_rwlock_rdlock, pthread_rwlock_t)
COUNTED(pthread_rwlock_wrlock, pthread_rwlock_t)
COUNTED(pthread_spin_lock, pthread_spinlock_t volatile)

__attribute__((destructor)) static void write_count(void) {
  const char *path = getenv("LOCKCOUNT");
  FILE *file = path != NULL ? fopen(path, "w") : NULL;
  if (file == NULL) return;
  fprintf(file, "%lu\n", atomic_load(&count));
  fclose(file);
}
