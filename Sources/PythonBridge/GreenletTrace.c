#include "GreenletTrace.h"

#include "GreenletLibrary.h"
#include "Greenlets.h"

typedef struct GreenletTrace {
  PyObject_HEAD vectorcallfunc vectorcall;
  PyObject *previous; // owned, or NULL
  bool forwarding;
} GreenletTrace;

static PyTypeObject GreenletTrace_Type;

// Owned, NULL for none. No exception is left.
static PyObject *present_trace(void) {
  PyObject *present = PyObject_CallNoArgs(greenlet_library.gettrace);
  if (present == NULL) PyErr_Clear();
  if (present == Py_None) Py_CLEAR(present);
  return present;
}

static void set_trace(PyObject *trace) {
  PyObject *old = PyObject_CallOneArg(greenlet_library.settrace, trace != NULL ? trace : Py_None);
  if (old == NULL) PyErr_Clear();
  Py_XDECREF(old);
}

// The recording is over, and the thread runs on. Not if somebody else calls us: then we only hand on.
static void give_back(GreenletTrace *trace) {
  bool known = greenlet_library_find();
  PyObject *present = known ? present_trace() : NULL;
  if (present == (PyObject *)trace) set_trace(trace->previous);
  Py_XDECREF(present);
  if (known && session.recording == NULL) greenlet_library_let_go();
}

// WHY the flag: a trace function that is set again while ours is in place has ours before it, and is before ours.
static PyObject *forward(GreenletTrace *trace, PyObject *const *arguments, size_t count, PyObject *names) {
  if (trace->previous == NULL || trace->forwarding) Py_RETURN_NONE;
  trace->forwarding = true;
  PyObject *previous = Py_NewRef(trace->previous);
  PyObject *result = PyObject_Vectorcall(previous, arguments, count, names);
  Py_DECREF(previous);
  trace->forwarding = false;
  return result;
}

static PyObject *on_switch(PyObject *self, PyObject *const *arguments, size_t flags, PyObject *names) {
  GreenletTrace *trace = (GreenletTrace *)self;
  bool fits = PyVectorcall_NARGS(flags) == 2 && PyTuple_Check(arguments[1]) && PyTuple_GET_SIZE(arguments[1]) == 2;
  Py_INCREF(self);
  if (session.recording == NULL) {
    give_back(trace);
  } else if (fits && greenlet_library_find()) {
    greenlets_record(arguments[1]);
  }
  PyObject *result = forward(trace, arguments, flags, names);
  Py_DECREF(self);
  return result;
}

static int traverse(PyObject *self, visitproc visit, void *arg) {
  Py_VISIT(((GreenletTrace *)self)->previous);
  return 0;
}

static int clear(PyObject *self) {
  Py_CLEAR(((GreenletTrace *)self)->previous);
  return 0;
}

static void deallocate(PyObject *self) {
  PyObject_GC_UnTrack(self);
  clear(self);
  PyObject_GC_Del(self);
}

static PyTypeObject GreenletTrace_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.GreenletTrace",
    .tp_doc = "The trace function of greenlets on a thread that swiftprof profiles.",
    .tp_basicsize = sizeof(GreenletTrace),
    .tp_vectorcall_offset = offsetof(GreenletTrace, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_dealloc = deallocate,
    .tp_flags =
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

int greenlet_trace_prepare(void) { return PyType_Ready(&GreenletTrace_Type); }

void greenlet_trace_install(void) {
  PyObject *present = present_trace();
  bool ours = present != NULL && Py_IS_TYPE(present, &GreenletTrace_Type);
  GreenletTrace *trace = ours ? NULL : PyObject_GC_New(GreenletTrace, &GreenletTrace_Type);
  if (trace == NULL) {
    Py_XDECREF(present);
    PyErr_Clear();
    return;
  }
  trace->vectorcall = on_switch;
  trace->previous = present;
  trace->forwarding = false;
  PyObject_GC_Track(trace);
  set_trace((PyObject *)trace);
  Py_DECREF(trace);
}

void greenlet_trace_remove(void) {
  PyObject *present = present_trace();
  if (present != NULL && Py_IS_TYPE(present, &GreenletTrace_Type)) set_trace(((GreenletTrace *)present)->previous);
  Py_XDECREF(present);
}
