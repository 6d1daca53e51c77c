// All threads of the interpreter: who is recorded, who is not yet, who belongs to another tool.
#ifndef PYTHONBRIDGE_THREADS_H
#define PYTHONBRIDGE_THREADS_H

#include "ThreadHook.h"

// Find out which functions start threads. Once per module; -1 with an exception.
int threads_prepare(void);
// Make recorders for the calling thread and, if the session wants them, for all others, and enter the
// frames on their stacks. -1 with an exception.
int threads_record(bool enter_own_frames);
// Recorders for the threads that have come since the last look. Never fails: a thread for which there is no memory
// runs unprofiled. Without the GIL nothing is done: each thread looks after itself at its first event.
void threads_adopt_new(void);
void threads_refresh_names(void);
// New list of (ident, description) of profile functions that are not ours.
PyObject *threads_foreign_profilers(void);
// Appends (ident, description) of whoever has a thread's profile function; -1 with an exception.
int threads_append_profiler(PyObject *list, PyThreadState *thread);

// The functions of module _thread that start a thread lie between these two.
extern uintptr_t threads_first_starter, threads_starter_span;

static inline bool threads_may_start_one(PyMethodDef *definition) {
  return (uintptr_t)definition - threads_first_starter < threads_starter_span;
}

#endif
