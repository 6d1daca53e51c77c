// A timer of the program's own: a callable that says what time it is, in the place of the clocks.
//
// It may do anything: raise, give nonsense, run for long, let other threads run, start and stop recordings on these. So it is
// never called in the middle of an event, and whoever calls `timer_read` looks afterwards whether all is as it was. What
// it calls is not recorded on its own thread, and it cannot stop or clear the recording from there.
#ifndef PYTHONBRIDGE_TIMER_H
#define PYTHONBRIDGE_TIMER_H

#include "Interpreter.h"

// For the recording that is about to start; NULL for none. With a unit the timer counts in it, and gives ints: a tick is one
// of them. Without, 0 or less, it gives seconds, floats or ints: a tick is a nanosecond (as CPython, Modules/_lsprof.c).
void timer_set(PyObject *callable, double unit);
// The recording is over.
void timer_drop(void);

// Reads the timer of the recording that runs, and tells the calling thread's recorder what it said. Attached to the interpreter, and
// not in an event. No exception is left, a pending one is kept: what the timer does wrong is told to sys.unraisablehook,
// and then no time has passed. Does nothing without a timer, nor while it runs on this thread.
void timer_read(void);
// Whether it runs now, on this thread.
bool timer_is_running(void);
// 0, or -1 with a RuntimeError if the timer runs on this thread. `what` is what cannot be done: "stopped".
int timer_refuse(const char *what);

#endif
