// Our trace function of the library greenlet: one object for each thread, since each stands before another's.
#ifndef PYTHONBRIDGE_GREENLETTRACE_H
#define PYTHONBRIDGE_GREENLETTRACE_H

#include "Interpreter.h"

// Once per module; -1 with an exception.
int greenlet_trace_prepare(void);
// The calling thread's, in front of the one that is there; does nothing if that is one of ours. The library has been
// found. No exception is left.
void greenlet_trace_install(void);
// Gives the calling thread's back to whom it had before, if it is ours.
void greenlet_trace_remove(void);

#endif
