#include "OpenSessions.h"

static PyTypeObject OpenSession_Type;
static PyObject *variable; // owned ContextVar: a tuple of sessions, ended ones perhaps among them
static unsigned count;

unsigned open_sessions_count(void) { return __atomic_load_n(&count, __ATOMIC_RELAXED); }

static bool is_open(PyObject *session) { return __atomic_load_n(&((OpenSession *)session)->open, __ATOMIC_ACQUIRE); }

// ---- the variable

// New reference to what the context has, NULL for nothing or with an exception.
static PyObject *in_context(void) {
  PyObject *sessions = NULL;
  return PyContextVar_Get(variable, NULL, &sessions) < 0 ? NULL : sessions;
}

static int set_in_context(PyObject *sessions) {
  PyObject *token = sessions != NULL ? PyContextVar_Set(variable, sessions) : NULL;
  Py_XDECREF(token);
  return token == NULL ? -1 : 0;
}

// A new tuple of those that are open and, if it is not NULL, of one more.
static PyObject *open_ones(PyObject *sessions, PyObject *added) {
  Py_ssize_t size = sessions != NULL ? PyTuple_GET_SIZE(sessions) : 0, kept = 0;
  PyObject *result = PyTuple_New(size + (added != NULL));
  if (result == NULL) return NULL;
  for (Py_ssize_t i = 0; i < size; i++) {
    PyObject *session = PyTuple_GET_ITEM(sessions, i);
    if (is_open(session)) PyTuple_SET_ITEM(result, kept++, Py_NewRef(session));
  }
  if (added != NULL) PyTuple_SET_ITEM(result, kept++, Py_NewRef(added));
  if (kept < PyTuple_GET_SIZE(result)) _PyTuple_Resize(&result, kept);
  return result;
}

static bool all_are_open(PyObject *sessions) {
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sessions); i++) {
    if (!is_open(PyTuple_GET_ITEM(sessions, i))) return false;
  }
  return true;
}

PyObject *open_sessions_here(void) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *sessions = in_context();
  if (sessions != NULL && !all_are_open(sessions)) Py_SETREF(sessions, open_ones(sessions, NULL));
  if (sessions != NULL && PyTuple_GET_SIZE(sessions) == 0) Py_CLEAR(sessions);
  PyErr_Restore(type, value, traceback);
  return sessions;
}

// Leaves out whatever has ended.
static int renew(PyObject *added) {
  PyObject *old = in_context();
  PyObject *sessions = PyErr_Occurred() ? NULL : open_ones(old, added);
  int failed = set_in_context(sessions);
  Py_XDECREF(sessions);
  Py_XDECREF(old);
  return failed;
}

// ---- sessions

OpenSession *open_sessions_add(void) {
  static uint64_t last_number;
  OpenSession *session = PyObject_New(OpenSession, &OpenSession_Type);
  if (session == NULL) return NULL;
  session->number = __atomic_add_fetch(&last_number, 1, __ATOMIC_RELAXED);
  session->open = true;
  session->released = false;
  session->opened = 0;
  session->labels = PyList_New(0);
  if (session->labels == NULL || renew((PyObject *)session) < 0) {
    Py_DECREF(session);
    return NULL;
  }
  __atomic_add_fetch(&count, 1, __ATOMIC_RELAXED);
  return session;
}

bool open_sessions_end(OpenSession *ended) {
  if (!__atomic_exchange_n(&ended->open, false, __ATOMIC_ACQ_REL)) return false;
  __atomic_sub_fetch(&count, 1, __ATOMIC_RELAXED);
  return true;
}

int open_sessions_tidy(void) { return renew(NULL); }

PyObject *open_sessions_text(PyObject *sessions) {
  PyObject *text = PyUnicode_FromString("");
  for (Py_ssize_t i = 0; text != NULL && i < PyTuple_GET_SIZE(sessions); i++) {
    unsigned long long number = ((OpenSession *)PyTuple_GET_ITEM(sessions, i))->number;
    Py_SETREF(text, PyUnicode_FromFormat(i == 0 ? "%U%llu" : "%U,%llu", text, number));
  }
  return text;
}

static void dealloc(PyObject *self) {
  Py_XDECREF(((OpenSession *)self)->labels);
  PyObject_Free(self);
}

static PyTypeObject OpenSession_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.OpenSession",
    .tp_doc = "What the contexts in a session have.",
    .tp_basicsize = sizeof(OpenSession),
    .tp_dealloc = dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int open_sessions_prepare(void) {
  if (variable == NULL) variable = PyContextVar_New("swiftprof", NULL);
  return variable == NULL ? -1 : PyType_Ready(&OpenSession_Type);
}
