// Calls the function. While a targeted recording runs on setprofile: as a call of `code`, by two events of our own
// and no hook at all; or, with all below it, with the thread's profile function on for its duration.
#include "TargetCall.h"

#include "Callees.h"
#include "Event.h"
#include "SetProfile.h"

typedef struct TargetCall {
  PyObject_HEAD vectorcallfunc vectorcall;
  PyObject *function;
  PyCodeObject *code;
  bool below;
} TargetCall;

static bool is_recorded(void) {
  return session.recording != NULL && session.options.targeted && session.backend == &setprofile_backend;
}

// If the core does not know the code it asks for the running frame's globals: those of the trampoline that calls us, which
// are the function's own.
static void enter(TargetCall *call) {
  ThreadHook *hook = event_begin(INSIDE);
  event_hand_on(hook, hook->events.call, callee_key_of_code(call->code), call->code);
}

static void leave(TargetCall *call) {
  ThreadHook *hook = event_begin(INSIDE);
  event_hand_on(hook, hook->events.leave, callee_key_of_code(call->code), call->code);
}

static PyObject *call_alone(TargetCall *call, PyObject *const *arguments, size_t count, PyObject *names) {
  enter(call);
  PyObject *result = PyObject_Vectorcall(call->function, arguments, count, names);
  leave(call);
  return result;
}

static PyObject *call_with_all_below(TargetCall *call, PyObject *const *arguments, size_t count, PyObject *names) {
  bool outermost = !setprofile_is_on(PyThreadState_Get());
  if (outermost && setprofile_arm() < 0) return NULL;
  PyObject *result = PyObject_Vectorcall(call->function, arguments, count, names);
  if (!outermost) return result;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  if (setprofile_is_on(PyThreadState_Get()) && setprofile_disarm() < 0) PyErr_Clear();
  PyErr_Restore(type, value, traceback);
  return result;
}

static PyObject *vectorcall(PyObject *self, PyObject *const *arguments, size_t count, PyObject *names) {
  TargetCall *call = (TargetCall *)self;
  if (!is_recorded()) return PyObject_Vectorcall(call->function, arguments, count, names);
  if (call->below) return call_with_all_below(call, arguments, count, names);
  return call_alone(call, arguments, count, names);
}

static PyObject *new(PyTypeObject *type, PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"function", "code", "below", NULL};
  PyObject *function, *code;
  int below;
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "O!O!p:TargetCall", names, &PyFunction_Type, &function,
                                   &PyCode_Type, &code, &below)) {
    return NULL;
  }
  TargetCall *call = (TargetCall *)type->tp_alloc(type, 0);
  if (call == NULL) return NULL;
  call->vectorcall = vectorcall;
  call->function = Py_NewRef(function);
  call->code = (PyCodeObject *)Py_NewRef(code);
  call->below = below;
  return (PyObject *)call;
}

static int traverse(PyObject *self, visitproc visit, void *arg) {
  Py_VISIT(((TargetCall *)self)->function);
  return 0;
}

static int clear(PyObject *self) {
  Py_CLEAR(((TargetCall *)self)->function);
  return 0;
}

static void dealloc(PyObject *self) {
  PyObject_GC_UnTrack(self);
  clear(self);
  Py_CLEAR(((TargetCall *)self)->code);
  Py_TYPE(self)->tp_free(self);
}

PyTypeObject TargetCall_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.TargetCall",
    .tp_doc = "Calls a function as a target of the recording that runs.",
    .tp_basicsize = sizeof(TargetCall),
    .tp_vectorcall_offset = offsetof(TargetCall, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL | Py_TPFLAGS_HAVE_GC,
    .tp_new = new,
    .tp_traverse = traverse,
    .tp_clear = clear,
    .tp_dealloc = dealloc,
};
