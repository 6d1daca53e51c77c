// One at a time: with the GIL each function of the module is one step, without it they take turns.
#ifndef PYTHONBRIDGE_TURN_H
#define PYTHONBRIDGE_TURN_H

#include "Interpreter.h"

#ifdef Py_GIL_DISABLED
// Waits for its turn. -1 with an exception if the calling thread has it already.
int take_turn(void);
// Gives it to the next; hands `result` on.
PyObject *end_turn(PyObject *result);
#else
static inline int take_turn(void) { return 0; }
static inline PyObject *end_turn(PyObject *result) { return result; }
#endif

#endif
