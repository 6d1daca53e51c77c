#include "SessionHandle.h"

#include "ReleasedSessions.h"
#include "WantedLabel.h"

typedef struct SessionHandle {
  PyObject_HEAD OpenSession *session;
} SessionHandle;

PyObject *session_handle_new(OpenSession *session) {
  SessionHandle *handle = PyObject_New(SessionHandle, &SessionHandle_Type);
  if (handle == NULL) {
    Py_DECREF(session);
    return NULL;
  }
  handle->session = session;
  return (PyObject *)handle;
}

OpenSession *session_handle_session(PyObject *handle) {
  if (Py_IS_TYPE(handle, &SessionHandle_Type)) return ((SessionHandle *)handle)->session;
  PyErr_Format(PyExc_TypeError, "a SessionHandle is needed, not %R", handle);
  return NULL;
}

// WHY it may be open still: a generator or coroutine that was in the block is gone.
static void dealloc(PyObject *self) {
  OpenSession *session = ((SessionHandle *)self)->session;
  if (open_sessions_end(session)) wanted_label_forget();
  released_sessions_add(session);
  Py_DECREF(session);
  PyObject_Free(self);
}

static PyObject *number_of(PyObject *self, void *Py_UNUSED(closure)) {
  return PyLong_FromUnsignedLongLong(((SessionHandle *)self)->session->number);
}

static PyGetSetDef properties[] = {{"number", number_of, NULL, "What labels name it by.", NULL}, {0}};

PyTypeObject SessionHandle_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.SessionHandle",
    .tp_doc = "A session of swiftprof.profile() that is open, or was.",
    .tp_basicsize = sizeof(SessionHandle),
    .tp_getset = properties,
    .tp_dealloc = dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};
