// A profile of the core as an object of Python.
#ifndef PYTHONBRIDGE_PROFILEDATA_H
#define PYTHONBRIDGE_PROFILEDATA_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

extern PyTypeObject ProfileData_Type;

// Works a snapshot out, without the GIL. Takes the snapshot over; NULL with an exception.
PyObject *profile_data_new(sp_snapshot *snapshot);

#endif
