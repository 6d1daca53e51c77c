// Profiles from files: reading one, adding up many.
#ifndef PYTHONBRIDGE_READING_H
#define PYTHONBRIDGE_READING_H

#include "Interpreter.h" // Python.h before all others

// `_bridge.Merger`.
extern PyTypeObject Merger_Type;

// The profile in the bytes of a file. ValueError: it is none.
PyObject *reading_read(PyObject *module, PyObject *bytes);

#endif
