// What an event costs for where in the code it happens.
//
// sys.monitoring gives each callback the offset of the instruction as an int. The interpreter has small ones ready, others
// it makes and destroys (CPython, Python/instrumentation.c, call_instrumentation_vector; Objects/longobject.c), which takes a
// fifth of what the whole call costs. The profile function of 3.12 and later is built on the same events.
#ifndef PYTHONBRIDGE_CODEPLACES_H
#define PYTHONBRIDGE_CODEPLACES_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// SP_PLACE_* of the place that the running thread calls `key` from: for a Python function, whose frame is there already, for
// a C function, which has none.
uint32_t code_place_of_call(sp_key key);

// Fills in far_calls, far_returns, far_yields. Leaves no exception. O(bytes of code).
void code_places_measure(PyCodeObject *code, sp_callee *callee);

#endif
