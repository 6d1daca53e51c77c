// The core's rows as named tuples of Python.
#ifndef PYTHONBRIDGE_ROWS_H
#define PYTHONBRIDGE_ROWS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// Add the row types to the module; -1 with an exception.
int rows_prepare(PyObject *module);

// "python", "builtin", ...
const char *rows_kind_name(sp_kind kind);

// New references; NULL with an exception.
PyObject *rows_header(const sp_profile *profile);
PyObject *rows_functions(const sp_profile *profile);
PyObject *rows_edges(const sp_profile *profile);
PyObject *rows_threads(const sp_profile *profile);
PyObject *rows_nodes(const sp_profile *profile);
PyObject *rows_clock_info(void);
PyObject *rows_foreign_profilers(PyObject *pairs);

#endif
