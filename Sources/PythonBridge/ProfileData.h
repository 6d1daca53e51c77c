// A profile of the core as an object of Python.
#ifndef PYTHONBRIDGE_PROFILEDATA_H
#define PYTHONBRIDGE_PROFILEDATA_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

extern PyTypeObject ProfileData_Type;

// Works a snapshot out, without the GIL. Takes the snapshot over; NULL with an exception.
PyObject *profile_data_new(sp_snapshot *snapshot);
// Takes the profile over; NULL with an exception.
PyObject *profile_data_of(sp_profile *profile);
// The profile of such an object, which keeps it. NULL with a TypeError for any other object.
const sp_profile *profile_data_profile(PyObject *object);

#endif
