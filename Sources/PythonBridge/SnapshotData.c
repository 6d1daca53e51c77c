#include "SnapshotData.h"

#include "ProfileData.h"

typedef struct SnapshotData {
  PyObject_HEAD sp_snapshot *snapshot;
} SnapshotData;

PyObject *snapshot_data_new(sp_snapshot *snapshot) {
  SnapshotData *data = PyObject_New(SnapshotData, &SnapshotData_Type);
  if (data == NULL) {
    sp_snapshot_free(snapshot);
    return NULL;
  }
  data->snapshot = snapshot;
  return (PyObject *)data;
}

static PyObject *of_session(PyObject *self, PyObject *arguments) {
  unsigned long long session, duration_ns;
  if (!PyArg_ParseTuple(arguments, "KK", &session, &duration_ns)) return NULL;
  sp_error error = {0};
  sp_profile *profile;
  Py_BEGIN_ALLOW_THREADS profile =
      sp_profile_of_session(((SnapshotData *)self)->snapshot, session, duration_ns, &error);
  Py_END_ALLOW_THREADS if (profile == NULL) return PyErr_Format(PyExc_MemoryError, "%s", error.message);
  return profile_data_of(profile);
}

static void dealloc(PyObject *self) {
  sp_snapshot_free(((SnapshotData *)self)->snapshot);
  PyObject_Free(self);
}

static PyMethodDef methods[] = {
    {"of_session", of_session, METH_VARARGS, "What happened in one session, as a ProfileData."}, {0}};

PyTypeObject SnapshotData_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.SnapshotData",
    .tp_doc = "What was recorded up to a moment, for the sessions that had ended by then.",
    .tp_basicsize = sizeof(SnapshotData),
    .tp_dealloc = dealloc,
    .tp_methods = methods,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};
