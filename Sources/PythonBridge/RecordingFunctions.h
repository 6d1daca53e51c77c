// The module's functions that start, stop and look at a recording. See _bridge.pyi.
#ifndef PYTHONBRIDGE_RECORDINGFUNCTIONS_H
#define PYTHONBRIDGE_RECORDINGFUNCTIONS_H

#include "Interpreter.h"

// Adds them to the module; -1 with an exception.
int recording_functions_add(PyObject *module);

#endif
