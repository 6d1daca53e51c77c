// Tasks, greenlets and the user's own contexts as named tuples of Python.
#ifndef PYTHONBRIDGE_TASKROWS_H
#define PYTHONBRIDGE_TASKROWS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// Add the row types to the module; -1 with an exception.
int task_rows_prepare(PyObject *module);

// New references; NULL with an exception.
PyObject *task_rows_tasks(const sp_profile *profile);
PyObject *task_rows_labels(const sp_profile *profile);

#endif
