#include "Awaitable.h"

typedef struct Awaitable {
  PyObject_HEAD PyObject *value;
} Awaitable;

// WHY without an exception for None: that is the usual way for an iterator to say so (CPython, PyIter_Send).
static PyObject *stop(PyObject *self) {
  PyObject *value = ((Awaitable *)self)->value;
  PyObject *end = value != Py_None ? PyObject_CallOneArg(PyExc_StopIteration, value) : NULL;
  if (end != NULL) PyErr_SetObject(PyExc_StopIteration, end);
  Py_XDECREF(end);
  return NULL;
}

static void dealloc(PyObject *self) {
  Py_DECREF(((Awaitable *)self)->value);
  PyObject_Free(self);
}

static PyAsyncMethods async_methods = {.am_await = PyObject_SelfIter};

static PyTypeObject Awaitable_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.Awaitable",
    .tp_doc = "Gives its value at once.",
    .tp_basicsize = sizeof(Awaitable),
    .tp_as_async = &async_methods,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = stop,
    .tp_dealloc = dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int awaitable_prepare(void) { return PyType_Ready(&Awaitable_Type); }

PyObject *awaitable_of(PyObject *value) {
  Awaitable *awaitable = PyObject_New(Awaitable, &Awaitable_Type);
  if (awaitable != NULL) awaitable->value = Py_NewRef(value);
  return (PyObject *)awaitable;
}
