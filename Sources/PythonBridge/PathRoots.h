// How paths are to be shortened, as Python says it.
#ifndef PYTHONBRIDGE_PATHROOTS_H
#define PYTHONBRIDGE_PATHROOTS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// A tuple or list of pairs of str as path roots, to be freed with PyMem_Free; the texts belong to the strings, which
// `pairs` keeps. NULL with an exception.
sp_path_root *path_roots(PyObject *pairs, size_t *count);

#endif
