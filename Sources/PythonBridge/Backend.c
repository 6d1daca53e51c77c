// Which backends there are, and which is the best on this CPython.
#include "Backend.h"

static const Backend *const backends[] = {&monitoring_backend, &setprofile_backend}; // the best first

enum {
  BACKENDS = sizeof backends / sizeof *backends
};

const Backend *backend_default(void) {
  for (int i = 0; i < BACKENDS; i++) {
    if (backends[i]->why_not_usable == NULL) return backends[i];
  }
  return backends[BACKENDS - 1];
}

const Backend *backend_find(const char *name) {
  if (*name == '\0') return backend_default();
  for (int i = 0; i < BACKENDS; i++) {
    if (strcmp(backends[i]->name, name) != 0) continue;
    if (backends[i]->why_not_usable == NULL) return backends[i];
    PyErr_Format(PyExc_ValueError, "backend %s %s", name, backends[i]->why_not_usable);
    return NULL;
  }
  PyErr_Format(PyExc_ValueError, "there is no backend %s", name);
  return NULL;
}

PyObject *backend_list(void) {
  PyObject *list = PyList_New(0);
  for (int i = 0; list != NULL && i < BACKENDS; i++) {
    bool usable = backends[i]->why_not_usable == NULL;
    PyObject *entry = Py_BuildValue("(sOOs)", backends[i]->name, usable ? Py_True : Py_False,
                                    backends[i] == backend_default() ? Py_True : Py_False,
                                    usable ? backends[i]->why_usable : backends[i]->why_not_usable);
    if (entry == NULL || PyList_Append(list, entry) < 0) Py_CLEAR(list);
    Py_XDECREF(entry);
  }
  return list;
}
