// The module's functions for sessions and the user's own contexts. See _bridge.pyi.
#ifndef PYTHONBRIDGE_SESSIONFUNCTIONS_H
#define PYTHONBRIDGE_SESSIONFUNCTIONS_H

#include "Interpreter.h"

// Adds them to the module, with their types; -1 with an exception.
int session_functions_add(PyObject *module);

#endif
