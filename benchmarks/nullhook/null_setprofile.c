// The least a profiler can do: a profile function that looks at nothing and returns.
// What swiftprof's setprofile backend adds over this hook is its own; what the hook adds over plain is the interpreter's.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int ignore_event(PyObject *self, PyFrameObject *frame, int what, PyObject *argument) {
  (void)self, (void)frame, (void)what, (void)argument;
  return 0;
}

static PyObject *start(PyObject *module, PyObject *unused) {
  (void)module, (void)unused;
  PyEval_SetProfile(ignore_event, NULL);
  Py_RETURN_NONE;
}

static PyObject *stop(PyObject *module, PyObject *unused) {
  (void)module, (void)unused;
  PyEval_SetProfile(NULL, NULL);
  Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"start", start, METH_NOARGS, "Hook the calling thread."},
    {"stop", stop, METH_NOARGS, "Unhook the calling thread."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "null_setprofile",
    .m_size = 0,
    .m_methods = functions,
};

PyMODINIT_FUNC PyInit_null_setprofile(void) {
  PyObject *module = PyModule_Create(&definition);
#ifdef Py_GIL_DISABLED
  // WHY: without this a free-threaded interpreter switches its GIL back on when it imports us.
  if (module != NULL) PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
  return module;
}
