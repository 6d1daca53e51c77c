// A snapshot of the core as an object of Python: what sessions that ended before it are asked about.
#ifndef PYTHONBRIDGE_SNAPSHOTDATA_H
#define PYTHONBRIDGE_SNAPSHOTDATA_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

extern PyTypeObject SnapshotData_Type;

// Takes the snapshot over; NULL with an exception.
PyObject *snapshot_data_new(sp_snapshot *snapshot);

#endif
