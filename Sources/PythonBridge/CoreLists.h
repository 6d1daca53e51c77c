// The lists that the core gives as text, a line each with tabs between fields, as values of Python.
#ifndef PYTHONBRIDGE_CORELISTS_H
#define PYTHONBRIDGE_CORELISTS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// New list of (name, file endings, description, whether it can be read).
PyObject *core_lists_formats(sp_text text);
// New list of tuples of str.
PyObject *core_lists_fields(sp_text text);

#endif
