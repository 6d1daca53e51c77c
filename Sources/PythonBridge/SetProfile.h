// The backend of PyEval_SetProfile: a profile function on every thread. What it has from the interpreter is the same
// on all of its versions.
#ifndef PYTHONBRIDGE_SETPROFILE_H
#define PYTHONBRIDGE_SETPROFILE_H

#include "Backend.h"

// The profile functions (Py_tracefunc): with and without a look at the filters.
int setprofile_event(PyObject *self, PyFrameObject *frame, int what, PyObject *arg);
int setprofile_event_filtered(PyObject *self, PyFrameObject *frame, int what, PyObject *arg);

// Hook the calling thread alone, take its hook away. -1 with an exception.
int setprofile_arm(void);
int setprofile_disarm(void);

// Whether a thread's profile function is ours.
static inline bool setprofile_is_on(PyThreadState *thread) {
  return thread->c_profilefunc == setprofile_event || thread->c_profilefunc == setprofile_event_filtered;
}

#endif
