// The blocks of `with swiftprof.profile()` that are open: which of them a call belongs to is told by a context
// variable, so that threads and tasks have their own, and what a task makes inherits them.
//
// A session that has ended stays in the contexts that inherited it, and counts there no more.
#ifndef PYTHONBRIDGE_OPENSESSIONS_H
#define PYTHONBRIDGE_OPENSESSIONS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

typedef struct OpenSession {
  PyObject_HEAD uint64_t number; // never given again
  bool open;
  bool released;    // nobody will ask what happened in it
  sp_key opened;    // the label that was opened with it, 0: none
  PyObject *labels; // owned list of the labels that name it
} OpenSession;

// Once per module; -1 with an exception.
int open_sessions_prepare(void);
// How many there are in the process.
unsigned open_sessions_count(void);

// A new session, open in the calling context from now on. NULL with an exception.
OpenSession *open_sessions_add(void);
// It is open no more, anywhere. False if it was not.
bool open_sessions_end(OpenSession *ended);
// The calling context forgets those that have ended. -1 with an exception.
int open_sessions_tidy(void);

// Those that are open in the calling context, the oldest first: a new tuple, NULL for none. No exception is left, and a
// pending one is kept.
PyObject *open_sessions_here(void);
// Their numbers, "3,17"; owned str, NULL with an exception.
PyObject *open_sessions_text(PyObject *sessions);

#endif
