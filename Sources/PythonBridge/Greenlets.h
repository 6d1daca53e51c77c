// Greenlets (PyPI: greenlet, and what is built on it: gevent, eventlet, SQLAlchemy's asyncio): which of a thread's
// stacks its events belong to.
//
// The library calls a trace function of each thread after every switch (greenlet.settrace). Ours tells the core, and
// then calls the one that was there before. The library is never imported: it is found when the program has loaded it.
#ifndef PYTHONBRIDGE_GREENLETS_H
#define PYTHONBRIDGE_GREENLETS_H

#include "ThreadHook.h"

// The calling thread has switched. `pair`: the greenlet that it left and the one that runs now.
void greenlets_record(PyObject *pair);
// Watches the calling thread's switches from now on, if the program has loaded the library; else ask again. The hook is
// the thread's own, and recorded. Keeps a pending exception.
void greenlets_watch(ThreadHook *hook);
// Whether the program has loaded the library.
bool greenlets_are_loaded(void);
// The thread's first event, of a recorder that another thread has made: what that has entered are the frames of whoever
// ran then. If another greenlet runs now they are put away. No exception is left.
void greenlets_settle(ThreadHook *hook, Entering entering);
// The recording is over: gives back the calling thread's trace function and lets the library go. Other threads' are
// given back at their next switch. Keeps a pending exception.
void greenlets_stop(void);

static inline bool greenlets_are_watched(const ThreadHook *hook) { return hook->greenlets_serial == session.serial; }

#endif
