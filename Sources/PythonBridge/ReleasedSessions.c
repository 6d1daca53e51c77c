#include "ReleasedSessions.h"

#include "Pause.h"

enum {
  ENOUGH = 512
};

static PyObject *waiting;          // owned list of Labels
static Py_ssize_t wanted = ENOUGH; // so many are worth a walk

int released_sessions_prepare(void) {
  if (waiting == NULL) waiting = PyList_New(0);
  return waiting == NULL ? -1 : 0;
}

void released_sessions_add(OpenSession *ended) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  ended->released = true;
  Py_ssize_t end = PyList_GET_SIZE(waiting);
  if (PyList_SetSlice(waiting, end, end, ended->labels) < 0) PyErr_Clear();
  if (PyList_SetSlice(ended->labels, 0, PY_SSIZE_T_MAX, NULL) < 0) PyErr_Clear(); // the circle: they name it
  PyErr_Restore(type, value, traceback);
}

void released_sessions_forget(void) {
  wanted = ENOUGH;
  if (PyList_SetSlice(waiting, 0, PY_SSIZE_T_MAX, NULL) < 0) PyErr_Clear();
}

// ---- what takes a label's place

// The label's sessions that somebody may still ask about; new tuple, NULL for none.
static PyObject *sessions_left(const Label *label) {
  PyObject *left = PyList_New(0);
  for (Py_ssize_t i = 0; left != NULL && label->sessions != NULL && i < PyTuple_GET_SIZE(label->sessions); i++) {
    PyObject *session = PyTuple_GET_ITEM(label->sessions, i);
    if (!((OpenSession *)session)->released && PyList_Append(left, session) < 0) Py_CLEAR(left);
  }
  PyObject *result = left != NULL && PyList_GET_SIZE(left) > 0 ? PyList_AsTuple(left) : NULL;
  Py_XDECREF(left);
  PyErr_Clear();
  return result;
}

static sp_key replacement(const Label *label) {
  PyObject *sessions = sessions_left(label);
  bool none = label->context == NULL && label->tag == NULL && sessions == NULL;
  Label *instead = none ? NULL : label_of(label->context, label->tag, sessions);
  sp_key key = instead != NULL ? label_key(instead) : 0;
  Py_XDECREF(instead);
  Py_XDECREF(sessions);
  return key;
}

// ---- dissolving

static void dissolve(PyObject *labels, sp_key *keys, sp_key *instead) {
  size_t count = (size_t)PyList_GET_SIZE(labels);
  for (size_t i = 0; i < count; i++) {
    Label *label = (Label *)PyList_GET_ITEM(labels, (Py_ssize_t)i);
    keys[i] = label->scope.key;
    instead[i] = replacement(label);
  }
  pause_begin();
  sp_recording_dissolve_labels(session.recording, keys, instead, count);
  pause_end();
}

// Those that stay are open somewhere: their turn comes another time.
static void keep_open_ones(PyObject *labels) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(labels); i++) {
    Label *label = (Label *)PyList_GET_ITEM(labels, i);
    if (!sp_recording_knows(session.recording, label->scope.key)) {
      labels_forget(label);
    } else if (PyList_Append(waiting, (PyObject *)label) < 0) {
      PyErr_Clear();
    }
  }
}

void released_sessions_clean_up(void) {
  if (PyList_GET_SIZE(waiting) < wanted || session.recording == NULL) return;
  PyObject *labels = PyList_GetSlice(waiting, 0, PY_SSIZE_T_MAX);
  size_t count = labels != NULL ? (size_t)PyList_GET_SIZE(labels) : 0;
  sp_key *keys = PyMem_Calloc(2 * count + 1, sizeof *keys);
  if (labels != NULL && keys != NULL) {
    if (PyList_SetSlice(waiting, 0, (Py_ssize_t)count, NULL) < 0) PyErr_Clear();
    dissolve(labels, keys, keys + count);
    keep_open_ones(labels);
    wanted = PyList_GET_SIZE(waiting) + ENOUGH;
  }
  PyMem_Free(keys);
  Py_XDECREF(labels);
  PyErr_Clear();
}
