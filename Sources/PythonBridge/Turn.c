#include "Turn.h"

#ifdef Py_GIL_DISABLED

static PyMutex turn;
static _Thread_local bool has_turn;

int take_turn(void) {
  if (has_turn) {
    PyErr_SetString(PyExc_RuntimeError, "swiftprof is being started or stopped by this thread already");
    return -1;
  }
  PyMutex_Lock(&turn);
  has_turn = true;
  return 0;
}

PyObject *end_turn(PyObject *result) {
  has_turn = false;
  PyMutex_Unlock(&turn);
  return result;
}

#else

// Nothing to do with the GIL.
typedef int turns_are_not_needed;

#endif
