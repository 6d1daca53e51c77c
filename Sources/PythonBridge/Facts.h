// What a profile knows of the program besides what the core measured.
#ifndef PYTHONBRIDGE_FACTS_H
#define PYTHONBRIDGE_FACTS_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// The facts as a dict; missing targets as a tuple of pairs.
PyObject *facts_of(const sp_profile *profile);
// What is wrong with the clocks, as a tuple of str.
PyObject *facts_clock_notes(const sp_profile *profile);
// The profile with the facts that the keywords give. NULL with an exception.
sp_profile *facts_described(const sp_profile *profile, PyObject *arguments, PyObject *keywords);

#endif
