// A comparison of the core as an object of Python.
#ifndef PYTHONBRIDGE_DIFFDATA_H
#define PYTHONBRIDGE_DIFFDATA_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

extern PyTypeObject DiffData_Type;

// Of (before, after), two sequences of ProfileData, none empty. NULL with an exception.
PyObject *diff_data_new(PyObject *arguments);

#endif
