// All threads of the interpreter: who is hooked, who is not yet, who belongs to another tool.
#ifndef PYTHONBRIDGE_THREADS_H
#define PYTHONBRIDGE_THREADS_H

#include "ThreadHook.h"

// Hook the calling thread and, if the session wants them, all others. -1 with an exception.
int threads_hook(void);
// Take every hook of ours away; hooks of others stay.
void threads_unhook(void);
// Give every hook a recorder of the session's new recording. -1 with an exception.
int threads_rehook(void);
// Hook the threads that have come since the last look. Never fails: a thread for which there is no memory runs
// unprofiled.
void threads_adopt_new(void);
void threads_refresh_names(void);
// Write down in session.displaced who took a hook of ours away.
void threads_note_displaced(void);
// New list of (ident, description) of profile functions that are not ours.
PyObject *threads_foreign_profilers(void);
bool threads_is_main(uint64_t python_ident);

// Look for the hook's threading.Thread: among the active ones; in the thread's first frame.
void thread_hook_look_up_thread(ThreadHook *hook);
void thread_hook_find_thread(ThreadHook *hook, PyFrameObject *frame);

// The functions of module _thread that start a thread lie between these two.
extern uintptr_t threads_first_starter, threads_starter_span;

static inline bool threads_may_start_one(PyMethodDef *definition) {
  return (uintptr_t)definition - threads_first_starter < threads_starter_span;
}

#endif
