#include "Pause.h"

#ifdef Py_GIL_DISABLED

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "ThreadLife.h"

atomic_bool pause_wanted;
bool pause_needs_fence;

static bool membarrier_works(int command) { return syscall(SYS_membarrier, command, 0, 0) == 0; }

void pause_prepare(void) { pause_needs_fence = !membarrier_works(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED); }

static void doze(void) {
  struct timespec moment = {.tv_nsec = 20000};
  nanosleep(&moment, NULL);
}

// WHY not keep the list locked while waiting: a thread that waits for the lock could not stop for the interpreter's
// own stop-the-world, which a thread in an event may be waiting for.
static bool somebody_is_in_an_event(void) {
  bool found = false;
  thread_hooks_lock();
  for (ThreadHook *hook = thread_hooks; hook != NULL && !found; hook = hook->next) {
    found = atomic_load_explicit(&hook->in_event, memory_order_acquire) != 0;
  }
  thread_hooks_unlock();
  return found;
}

void pause_begin(void) {
  atomic_store(&pause_wanted, true);
  if (!pause_needs_fence) membarrier_works(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
  atomic_thread_fence(memory_order_seq_cst);
  PyThreadState *saved = PyEval_SaveThread(); // WHY: see above; who is in an event may need the world to stop
  while (somebody_is_in_an_event()) doze();
  PyEval_RestoreThread(saved);
}

void pause_end(void) { atomic_store(&pause_wanted, false); }

void pause_wait(void) {
  PyThreadState *saved = PyEval_SaveThread();
  while (atomic_load(&pause_wanted)) doze();
  PyEval_RestoreThread(saved);
}

#else

// Nothing to do with the GIL: see Pause.h.
typedef int pause_is_not_needed;

#endif
