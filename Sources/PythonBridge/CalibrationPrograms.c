#include "CalibrationPrograms.h"

#include "Spans.h"

// WHY a function for each, however alike: the interpreter specialises each place for what it has met there. WHY iterators
// that C code makes: then making them is no event of the loop.
static const char source[] = "def empty(f, r):\n"
                             "  for x in r: pass\n"
                             "def work(f, r):\n"
                             "  for x in r: y = x + 1 if x & 1 else x\n"
                             "def call(f, r):\n"
                             "  for x in r: f(x)\n"
                             "def bare_call(f, r):\n"
                             "  for x in f: pass\n"
                             "def unwind(f, r):\n"
                             "  for x in r:\n"
                             "    try: f(x)\n"
                             "    except LookupError: pass\n"
                             "def resumption(f, r):\n"
                             "  for x in f: pass\n"
                             "def awakening(f, r):\n"
                             "  for x in f: pass\n"
                             "def builtin(f, r):\n"
                             "  for x in r: f(x)\n"
                             "def method(f, r):\n"
                             "  for x in r: f.count(x)\n"
                             "def type(f, r):\n"
                             "  for x in r: f(x)\n"
                             "def span(f, r):\n"
                             "  for x in r:\n"
                             "    with f: pass\n"
                             "def returning(x): pass\n"
                             "def mapped(x): pass\n"
                             "def raising(x): raise LookupError\n"
                             "def generator(r):\n"
                             "  for x in r: yield\n"
                             "async def coroutine(r, awaited):\n"
                             "  for x in r: await awaited\n";

static const char *const names[CALIBRATION_PROGRAMS] = {
    "empty", "work", "call", "bare_call", "unwind", "resumption", "awakening", "builtin", "method", "type", "span",
};

// ---- what the programs call

static PyObject *do_nothing(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(argument)) { Py_RETURN_NONE; }

static PyMethodDef do_nothing_definition = {"do_nothing", do_nothing, METH_O, NULL};

// Gives one value, ends, and begins again.
typedef struct Awaited {
  PyObject_HEAD bool waiting;
} Awaited;

static PyObject *suspend_once(PyObject *self) {
  Awaited *awaited = (Awaited *)self;
  awaited->waiting = !awaited->waiting;
  return awaited->waiting ? Py_NewRef(Py_None) : NULL;
}

static PyAsyncMethods awaited_methods = {.am_await = PyObject_SelfIter};

static PyTypeObject Awaited_Type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "swiftprof._bridge.CalibrationAwaited",
    .tp_doc = "Suspends the coroutine that awaits it, once.",
    .tp_basicsize = sizeof(Awaited),
    .tp_as_async = &awaited_methods,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = suspend_once,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

static PyObject *new_awaited(void) {
  if (PyType_Ready(&Awaited_Type) < 0) return NULL;
  Awaited *awaited = PyObject_New(Awaited, &Awaited_Type);
  if (awaited != NULL) awaited->waiting = false;
  return (PyObject *)awaited;
}

// ---- making them

// New reference: the globals of the compiled source; NULL with an exception.
static PyObject *compile_source(void) {
  PyObject *globals = Py_BuildValue("{s:s}", "__name__", "_swiftprof_calibration"); // not one of our own modules
  PyObject *code = globals != NULL ? Py_CompileString(source, "<swiftprof calibration>", Py_file_input) : NULL;
  PyObject *result = code != NULL ? PyEval_EvalCode(code, globals, globals) : NULL;
  if (result == NULL) Py_CLEAR(globals);
  Py_XDECREF(result);
  Py_XDECREF(code);
  return globals;
}

// New reference: a tuple of None, so many times.
static PyObject *nothings(Py_ssize_t count) {
  PyObject *tuple = PyTuple_New(count);
  for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) PyTuple_SET_ITEM(tuple, i, Py_NewRef(Py_None));
  return tuple;
}

int calibration_programs_make(CalibrationPrograms *programs) {
  *programs = (CalibrationPrograms){.functions = compile_source()};
  if (programs->functions == NULL) return -1;
  programs->range = PyObject_CallFunction((PyObject *)&PyRange_Type, "i", (int)CALIBRATION_CALLS);
  programs->builtin = PyCFunction_New(&do_nothing_definition, NULL);
  programs->span = PyObject_CallFunction((PyObject *)&Span_Type, "s", "swiftprof calibration");
  programs->awaited = new_awaited();
  programs->messages = nothings(CALIBRATION_CALLS + 1);
  bool made = programs->range != NULL && programs->builtin != NULL && programs->span != NULL &&
              programs->awaited != NULL && programs->messages != NULL;
  return made ? 0 : -1;
}

void calibration_programs_clear(CalibrationPrograms *programs) {
  // WHY: the functions keep the dictionary which keeps them, and nobody shall wait for a collection.
  if (programs->functions != NULL) PyDict_Clear(programs->functions);
  Py_CLEAR(programs->functions);
  Py_CLEAR(programs->range);
  Py_CLEAR(programs->builtin);
  Py_CLEAR(programs->span);
  Py_CLEAR(programs->awaited);
  Py_CLEAR(programs->messages);
}

// ---- running them

static PyObject *named(const CalibrationPrograms *programs, const char *name) {
  return PyDict_GetItemString(programs->functions, name);
}

PyObject *calibration_function(const CalibrationPrograms *programs, CalibrationProgram program) {
  return named(programs, names[program]);
}

static PyObject *map(PyObject *function, PyObject *values) {
  return PyObject_CallFunctionObjArgs((PyObject *)&PyMap_Type, function, values, NULL);
}

static PyObject *sending_to_coroutine(const CalibrationPrograms *programs) {
  PyObject *function = named(programs, "coroutine");
  PyObject *coroutine = PyObject_CallFunctionObjArgs(function, programs->range, programs->awaited, NULL);
  PyObject *send = coroutine != NULL ? PyObject_GetAttrString(coroutine, "send") : NULL;
  PyObject *iterator = send != NULL ? map(send, programs->messages) : NULL;
  Py_XDECREF(send);
  Py_XDECREF(coroutine);
  return iterator;
}

PyObject *calibration_argument(const CalibrationPrograms *programs, CalibrationProgram program) {
  switch (program) {
  case PROGRAM_CALL:
    return Py_NewRef(named(programs, "returning"));
  case PROGRAM_BARE_CALL:
    return map(named(programs, "mapped"), programs->range);
  case PROGRAM_UNWIND:
    return Py_NewRef(named(programs, "raising"));
  case PROGRAM_RESUMPTION:
    return PyObject_CallOneArg(named(programs, "generator"), programs->range);
  case PROGRAM_AWAKENING:
    return sending_to_coroutine(programs);
  case PROGRAM_BUILTIN:
    return Py_NewRef(programs->builtin);
  case PROGRAM_METHOD:
    return PyTuple_New(0);
  case PROGRAM_TYPE:
    return Py_NewRef((PyObject *)&PyBool_Type);
  case PROGRAM_SPAN:
    return Py_NewRef(programs->span);
  default:
    return Py_NewRef(Py_None);
  }
}

int calibration_entries(CalibrationProgram program) {
  bool enters_to_end = program == PROGRAM_RESUMPTION || program == PROGRAM_AWAKENING;
  return CALIBRATION_CALLS + enters_to_end;
}
