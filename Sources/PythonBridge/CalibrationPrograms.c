#include "CalibrationPrograms.h"

#include "Spans.h"
#include "Tasks.h"

static const char *const names[CALIBRATION_PROGRAMS] = {
    [PROGRAM_EMPTY] = "empty",         [PROGRAM_WORK] = "work",
    [PROGRAM_CALL] = "call",           [PROGRAM_BARE_CALL] = "bare_call",
    [PROGRAM_UNWIND] = "unwind",       [PROGRAM_RESUMPTION] = "resumption",
    [PROGRAM_AWAKENING] = "awakening", [PROGRAM_BUILTIN] = "builtin",
    [PROGRAM_METHOD] = "method",       [PROGRAM_TYPE] = "type_",
    [PROGRAM_INSTANCE] = "instance",   [PROGRAM_SPAN] = "span",
    [PROGRAM_SUPER] = "super_",        [PROGRAM_CONSUMED] = "consumed",
    [PROGRAM_COROUTINE] = "awaiting",  [PROGRAM_FAR] = "far",
    [PROGRAM_STEP] = "step",
};

// ---- what the programs call

// Gives one value, ends, and begins again.
typedef struct Awaited {
  PyObject_HEAD bool waiting;
  PyObject *new_task; // name of the task that the coroutine becomes when it next awaits this; owned, or NULL
} Awaited;

static PyObject *suspend_once(PyObject *self) {
  Awaited *awaited = (Awaited *)self;
  if (awaited->new_task != NULL) {
    tasks_begin(NULL, awaited->new_task);
    Py_CLEAR(awaited->new_task);
  }
  awaited->waiting = !awaited->waiting;
  return awaited->waiting ? Py_NewRef(Py_None) : NULL;
}

static void dealloc_awaited(PyObject *self) {
  Py_XDECREF(((Awaited *)self)->new_task);
  PyObject_Free(self);
}

static PyAsyncMethods awaited_methods = {.am_await = PyObject_SelfIter};

static PyTypeObject Awaited_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.CalibrationAwaited",
    .tp_doc = "Suspends the coroutine that awaits it, once.",
    .tp_basicsize = sizeof(Awaited),
    .tp_dealloc = dealloc_awaited,
    .tp_as_async = &awaited_methods,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = suspend_once,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *new_awaited(void) {
  if (PyType_Ready(&Awaited_Type) < 0) return NULL;
  Awaited *awaited = PyObject_New(Awaited, &Awaited_Type);
  if (awaited != NULL) {
    awaited->waiting = false;
    awaited->new_task = NULL;
  }
  return (PyObject *)awaited;
}

// ---- making them

// New reference: a tuple of None, so many times.
static PyObject *nothings(Py_ssize_t count) {
  PyObject *tuple = PyTuple_New(count);
  for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(Py_None));
  return tuple;
}

// Borrowed from the module, which keeps what it has; NULL with an exception.
static PyObject *function_named(const CalibrationPrograms *programs, const char *name) {
  PyObject *function = PyDict_GetItemString(PyModule_GetDict(programs->module), name);
  if (function == NULL && !PyErr_Occurred()) PyErr_Format(PyExc_AttributeError, "calibration lacks %s", name);
  return function;
}

static int find_functions(CalibrationPrograms *programs) {
  for (int program = 0; program < CALIBRATION_PROGRAMS; program++) {
    programs->functions[program] = function_named(programs, names[program]);
    if (programs->functions[program] == NULL) return -1;
  }
  programs->returning = function_named(programs, "returning");
  programs->generator = programs->returning != NULL ? function_named(programs, "generator") : NULL;
  programs->coroutine = programs->generator != NULL ? function_named(programs, "coroutine") : NULL;
  programs->derived = programs->coroutine != NULL ? function_named(programs, "Derived") : NULL;
  return programs->derived != NULL ? 0 : -1;
}

int calibration_programs_make(CalibrationPrograms *programs) {
  *programs = (CalibrationPrograms){.module = PyImport_ImportModule("swiftprof._calibration_programs")};
  if (programs->module == NULL || find_functions(programs) < 0) return -1;
  programs->range = PyObject_CallFunction((PyObject *)&PyRange_Type, "i", (int)CALIBRATION_CALLS);
  programs->few = PyObject_CallFunction((PyObject *)&PyRange_Type, "i", (int)CALIBRATION_UNWINDS);
  programs->span = PyObject_CallFunction((PyObject *)&Span_Type, "s", "swiftprof calibration");
  programs->awaited = new_awaited();
  programs->tasked = new_awaited();
  programs->messages = nothings(CALIBRATION_CALLS + 1);
  bool made = programs->range != NULL && programs->few != NULL && programs->span != NULL && programs->awaited != NULL &&
              programs->tasked != NULL && programs->messages != NULL;
  return made ? 0 : -1;
}

void calibration_programs_clear(CalibrationPrograms *programs) {
  Py_CLEAR(programs->module);
  Py_CLEAR(programs->range);
  Py_CLEAR(programs->few);
  Py_CLEAR(programs->span);
  Py_CLEAR(programs->awaited);
  Py_CLEAR(programs->tasked);
  Py_CLEAR(programs->messages);
}

// ---- running them

PyObject *calibration_function(const CalibrationPrograms *programs, CalibrationProgram program) {
  return programs->functions[program];
}

static PyObject *map(PyObject *function, PyObject *values) {
  return PyObject_CallFunctionObjArgs((PyObject *)&PyMap_Type, function, values, NULL);
}

static PyObject *new_coroutine(const CalibrationPrograms *programs, PyObject *awaited) {
  return PyObject_CallFunctionObjArgs(programs->coroutine, programs->range, awaited, NULL);
}

// Of a coroutine, taken, or of NULL with an exception.
static PyObject *sending_to(const CalibrationPrograms *programs, PyObject *coroutine) {
  PyObject *send = coroutine != NULL ? PyObject_GetAttrString(coroutine, "send") : NULL;
  PyObject *iterator = send != NULL ? map(send, programs->messages) : NULL;
  Py_XDECREF(send);
  Py_XDECREF(coroutine);
  return iterator;
}

// The coroutine of a task, which has made its first step: what comes with that is not to be timed.
static PyObject *new_task(const CalibrationPrograms *programs) {
  PyObject *coroutine = new_coroutine(programs, programs->tasked), *result = NULL;
  PyObject *name = coroutine != NULL ? PyUnicode_FromString("Task-1") : NULL;
  Py_XSETREF(((Awaited *)programs->tasked)->new_task, name);
  if (name != NULL && PyIter_Send(coroutine, Py_None, &result) == PYGEN_NEXT) {
    Py_DECREF(result);
    return coroutine;
  }
  Py_XDECREF(result);
  Py_XDECREF(coroutine);
  return NULL;
}

PyObject *calibration_argument(const CalibrationPrograms *programs, CalibrationProgram program) {
  switch (program) {
  case PROGRAM_BARE_CALL:
    return map(programs->returning, programs->range);
  case PROGRAM_RESUMPTION:
  case PROGRAM_CONSUMED:
    return PyObject_CallOneArg(programs->generator, programs->range);
  case PROGRAM_AWAKENING:
    return sending_to(programs, new_coroutine(programs, programs->awaited));
  case PROGRAM_STEP:
    return sending_to(programs, new_task(programs));
  case PROGRAM_METHOD:
    return PyDict_New();
  case PROGRAM_SPAN:
    return Py_NewRef(programs->span);
  case PROGRAM_SUPER:
    return PyObject_CallNoArgs(programs->derived);
  default:
    return Py_NewRef(Py_None);
  }
}

PyObject *calibration_range(const CalibrationPrograms *programs, CalibrationProgram program) {
  return program == PROGRAM_UNWIND ? programs->few : programs->range;
}

int calibration_entries(CalibrationProgram program) {
  switch (program) {
  case PROGRAM_UNWIND:
    return CALIBRATION_UNWINDS;
  case PROGRAM_RESUMPTION:
  case PROGRAM_CONSUMED:
  case PROGRAM_AWAKENING:
    return CALIBRATION_CALLS + 1; // the last time they end
  default:
    return CALIBRATION_CALLS;
  }
}
