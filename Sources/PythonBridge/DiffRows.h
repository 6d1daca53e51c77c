// The rows of a comparison as tuples of Python; _bridge.pyi says what stands in them.
#ifndef PYTHONBRIDGE_DIFFROWS_H
#define PYTHONBRIDGE_DIFFROWS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// New references; NULL with an exception.
PyObject *diff_rows_functions(const sp_diff *diff);
PyObject *diff_rows_edges(const sp_diff *diff);

#endif
