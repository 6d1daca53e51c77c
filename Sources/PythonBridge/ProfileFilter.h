// The filters of a profile, from Python's arguments.
#ifndef PYTHONBRIDGE_PROFILEFILTER_H
#define PYTHONBRIDGE_PROFILEFILTER_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// The profile, filtered as the keywords say. NULL with an exception.
sp_profile *profile_filter(const sp_profile *profile, PyObject *arguments, PyObject *keywords);

#endif
