// Who calls whom as text.
#ifndef PYTHONBRIDGE_CALLERS_H
#define PYTHONBRIDGE_CALLERS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// Of (pattern, and options by name). NULL with an exception.
PyObject *callers_write(const sp_profile *profile, PyObject *arguments, PyObject *keywords);

#endif
