// The least a profiler can do with sys.monitoring (PEP 669): a callback that looks at nothing and returns None.
// An object of a type of its own with a vectorcall slot, since such are a few nanoseconds cheaper than built-in functions.
// Python registers it (benchmarks/modes.py): there the numbers of the events are known, which moved in 3.14.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <pthread.h>
#include <stddef.h>

typedef struct {
  PyObject_HEAD vectorcallfunc vectorcall;
} Callback;

static PyObject *ignore_event(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names) {
  (void)self, (void)arguments, (void)count, (void)names;
  Py_RETURN_NONE;
}

// What a profiler must not do: one lock for all threads at each event. threads_scaling.py shows what that looks like.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static PyObject *lock_and_ignore_event(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names) {
  pthread_mutex_lock(&lock);
  PyObject *result = ignore_event(self, arguments, count, names);
  pthread_mutex_unlock(&lock);
  return result;
}

static PyTypeObject callback_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "null_monitoring.Callback",
    .tp_basicsize = sizeof(Callback),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(Callback, vectorcall),
    .tp_call = PyVectorcall_Call,
};

static struct PyModuleDef definition = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "null_monitoring",
    .m_size = 0,
};

static int add_callback(PyObject *module, const char *name, vectorcallfunc function) {
  Callback *callback = PyObject_New(Callback, &callback_type);
  if (callback == NULL) return -1;
  callback->vectorcall = function;
  int status = PyModule_AddObjectRef(module, name, (PyObject *)callback);
  Py_DECREF(callback);
  return status;
}

PyMODINIT_FUNC PyInit_null_monitoring(void) {
  PyObject *module = PyModule_Create(&definition);
  if (module == NULL) return NULL;
  if (PyType_Ready(&callback_type) < 0 || add_callback(module, "callback", ignore_event) < 0 ||
      add_callback(module, "locking_callback", lock_and_ignore_event) < 0) {
    Py_DECREF(module);
    return NULL;
  }
#ifdef Py_GIL_DISABLED
  // WHY: without this a free-threaded interpreter switches its GIL back on when it imports us.
  PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
  return module;
}
