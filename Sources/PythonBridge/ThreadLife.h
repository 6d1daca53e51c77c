// The hooks of all threads: made at a thread's birth, or when it is first seen, and gone at its end.
#ifndef PYTHONBRIDGE_THREADLIFE_H
#define PYTHONBRIDGE_THREADLIFE_H

#include "ThreadHook.h"

// Once per module; -1 with an exception.
int thread_hooks_prepare(void);

extern ThreadHook *thread_hooks; // head of the list, under hooks_lock
void thread_hooks_lock(void);    // does nothing with the GIL
void thread_hooks_unlock(void);

// The hook of a thread, made if there is none; borrowed. NULL with an exception. With the GIL the thread may be any,
// else it must be the calling one.
ThreadHook *thread_hook_of(PyThreadState *thread);
// Whether the interpreter's thread, the calling one, has lost its hook already. What it still runs, destructors, is ignored.
bool thread_hook_has_ended(const PyThreadState *thread);

#endif
