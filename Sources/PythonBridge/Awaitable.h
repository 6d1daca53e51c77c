// What `await` takes and gives a value for at once: what __aenter__ and __aexit__ of C types return.
#ifndef PYTHONBRIDGE_AWAITABLE_H
#define PYTHONBRIDGE_AWAITABLE_H

#include "Interpreter.h"

// Once per module; -1 with an exception.
int awaitable_prepare(void);
// New; NULL with an exception.
PyObject *awaitable_of(PyObject *value);

#endif
