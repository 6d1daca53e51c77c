// The extension module swiftprof._bridge: its functions, and nothing but handing on. See _bridge.pyi.
#include "Backend.h"
#include "Calibration.h"
#include "DiffData.h"
#include "Filters.h"
#include "FirstSeen.h"
#include "ProfileData.h"
#include "Reading.h"
#include "Rows.h"
#include "SessionFunctions.h"
#include "Spans.h"
#include "TargetCall.h"
#include "Targets.h"
#include "Texts.h"
#include "Threads.h"
#include "Timer.h"
#include "Turn.h"

static int require(bool running) {
  if ((session.recording != NULL) == running) return 0;
  PyErr_SetString(PyExc_RuntimeError, running ? "swiftprof is not running" : "swiftprof is running already");
  return -1;
}

static PyObject *start(PyObject *Py_UNUSED(module), PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"builtins", "threads",   "max_nodes",      "enter_frames", "backend",
                          "types",    "include",   "exclude",        "targeted",     "timer",
                          "timeunit", "keep_code", "only_new_calls", "first_seen",   NULL};
  int builtins = 1, threads = 1, enter_frames = 1, types = 0, targeted = 0, keep_code = 0, only_new_calls = 0,
      first_seen = 0;
  unsigned long long max_nodes = 0;
  const char *name = "";
  PyObject *include = NULL, *exclude = NULL, *timer = Py_None;
  double timeunit = 0;
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|$ppKpspOOpOdppp:start", names, &builtins, &threads,
                                   &max_nodes, &enter_frames, &name, &types, &include, &exclude, &targeted, &timer,
                                   &timeunit, &keep_code, &only_new_calls, &first_seen)) {
    return NULL;
  }
  if (timer != Py_None && !PyCallable_Check(timer)) {
    return PyErr_Format(PyExc_TypeError, "a timer is called without arguments, which %R cannot be", timer);
  }
  const Backend *backend = backend_find(name);
  if (backend == NULL || timer_refuse("started") < 0) return NULL;
  StartOptions options = {
      .builtins = builtins,
      .threads = threads,
      .enter_frames = enter_frames && !only_new_calls,
      .only_new_calls = only_new_calls,
      .first_seen = first_seen,
      .types = types,
      .targeted = targeted,
      .timed = timer != Py_None,
      .keep_code = keep_code,
      .max_nodes = max_nodes,
  };
  if (take_turn() < 0) return NULL;
  if (require(false) < 0 || calibration_measure(backend, options) < 0) return end_turn(NULL);
  timer_set(options.timed ? timer : NULL, timeunit);
  bool failed = filters_set(&options, include, exclude) < 0 || session_start(backend, options) < 0;
  if (failed) timer_drop();
  return end_turn(failed ? NULL : Py_NewRef(Py_None));
}

static int require_targeted(void) {
  if (require(true) < 0) return -1;
  if (session.options.targeted && session.backend == &monitoring_backend) return 0;
  PyErr_SetString(PyExc_RuntimeError, "this recording is not a targeted one on monitoring");
  return -1;
}

static PyObject *add_targets(PyObject *Py_UNUSED(module), PyObject *arguments) {
  PyObject *codes;
  int below;
  if (!PyArg_ParseTuple(arguments, "Op:add_targets", &codes, &below) || take_turn() < 0) return NULL;
  bool failed = require_targeted() < 0 || targets_add(codes, below) < 0;
  return end_turn(failed ? NULL : Py_NewRef(Py_None));
}

static PyObject *backends(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return backend_list(); }

static PyObject *active_backend(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return PyUnicode_FromString(session.recording != NULL ? session.backend->name : "");
}

static PyObject *stop(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("stopped") < 0) return NULL;
  timer_read();
  if (take_turn() < 0) return NULL;
  sp_snapshot *taken = require(true) < 0 ? NULL : session_stop();
  end_turn(NULL);
  return taken == NULL ? NULL : profile_data_new(taken);
}

static PyObject *snapshot(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("looked at") < 0) return NULL;
  timer_read();
  if (take_turn() < 0) return NULL;
  sp_snapshot *taken = require(true) < 0 ? NULL : session_snapshot();
  end_turn(NULL);
  return taken == NULL ? NULL : profile_data_new(taken);
}

static PyObject *clear(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("cleared") < 0) return NULL;
  if (take_turn() < 0) return NULL;
  bool failed = session.recording != NULL && session_clear() < 0;
  return end_turn(failed ? NULL : Py_NewRef(Py_None));
}

static PyObject *take_first_seen(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (take_turn() < 0) return NULL;
  return end_turn(first_seen_take());
}

static PyObject *discard(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("stopped") < 0) return NULL;
  if (take_turn() < 0) return NULL;
  if (session.recording != NULL) session_discard();
  return end_turn(Py_NewRef(Py_None));
}

static PyObject *take_codes(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (take_turn() < 0) return NULL;
  return end_turn(session_take_codes());
}

static PyObject *is_running(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return PyBool_FromLong(session.recording != NULL);
}

static PyObject *run(PyObject *Py_UNUSED(module), PyObject *arguments) {
  PyObject *code, *globals;
  if (!PyArg_ParseTuple(arguments, "O!O!:run", &PyCode_Type, &code, &PyDict_Type, &globals)) return NULL;
  PyObject *result = PyEval_EvalCode(code, globals, globals);
  if (result == NULL) return NULL;
  Py_DECREF(result);
  Py_RETURN_NONE;
}

static PyObject *foreign_profilers(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  PyObject *pairs = threads_foreign_profilers();
  PyObject *rows = pairs != NULL ? rows_foreign_profilers(pairs) : NULL;
  Py_XDECREF(pairs);
  return rows;
}

static PyObject *displaced_threads(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (session.recording != NULL) {
    Py_XSETREF(session.displaced, PyList_New(0));
    if (session.displaced != NULL) session.backend->note_displaced(session.displaced);
  }
  return session.displaced != NULL ? rows_foreign_profilers(session.displaced) : PyList_New(0);
}

static PyObject *event_costs(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return calibration_costs(); }

static PyObject *clock_info(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return rows_clock_info(); }

// Lines of fields separated by tabs, as lists of lists of str.
static PyObject *fields_of_lines(sp_text text) {
  PyObject *whole = text_to_python(text);
  PyObject *lines = whole != NULL ? PyUnicode_Splitlines(whole, 0) : NULL;
  PyObject *tab = PyUnicode_FromString("\t");
  for (Py_ssize_t i = 0; lines != NULL && tab != NULL && i < PyList_GET_SIZE(lines); i++) {
    PyObject *fields = PyUnicode_Split(PyList_GET_ITEM(lines, i), tab, -1);
    PyObject *tuple = fields != NULL ? PyList_AsTuple(fields) : NULL;
    Py_XDECREF(fields);
    if (tuple == NULL || PyList_SetItem(lines, i, tuple) < 0) Py_CLEAR(lines);
  }
  Py_XDECREF(whole);
  Py_XDECREF(tab);
  return lines;
}

static PyObject *is_readable(PyObject *line) {
  return PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(line, 3)) > 0 ? Py_True : Py_False;
}

static PyObject *format_list(sp_text text) {
  PyObject *lines = fields_of_lines(text);
  for (Py_ssize_t i = 0; lines != NULL && i < PyList_GET_SIZE(lines); i++) {
    PyObject *line = PyList_GET_ITEM(lines, i);
    PyObject *endings = PyUnicode_Split(PyTuple_GET_ITEM(line, 1), NULL, -1);
    PyObject *entry = endings == NULL ? NULL
                                      : Py_BuildValue("(ONOO)", PyTuple_GET_ITEM(line, 0), PyList_AsTuple(endings),
                                                      PyTuple_GET_ITEM(line, 2), is_readable(line));
    Py_XDECREF(endings);
    if (entry == NULL || PyList_SetItem(lines, i, entry) < 0) Py_CLEAR(lines);
  }
  return lines;
}

static PyObject *formats(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return format_list(sp_formats()); }

static PyObject *diff_formats(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return format_list(sp_diff_formats());
}

static PyObject *diff(PyObject *Py_UNUSED(module), PyObject *arguments) { return diff_data_new(arguments); }

static PyObject *sort_keys(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return fields_of_lines(sp_sort_keys());
}

static PyMethodDef methods[] = {
    {"start", (PyCFunction)(void (*)(void))start, METH_VARARGS | METH_KEYWORDS, "Hook the interpreter."},
    {"add_targets", add_targets, METH_VARARGS, "Make code objects targets of the targeted recording that runs."},
    {"backends", backends, METH_NOARGS, "Name of each backend, whether it can be used, is the default, and why."},
    {"active_backend", active_backend, METH_NOARGS, "The backend of the recording that runs; empty when none does."},
    {"stop", stop, METH_NOARGS, "Unhook every thread and give what was recorded."},
    {"snapshot", snapshot, METH_NOARGS, "What has been recorded so far; recording goes on."},
    {"clear", clear, METH_NOARGS, "Forget what has been recorded so far; recording goes on."},
    {"take_first_seen", take_first_seen, METH_NOARGS, "How code objects and threads were first seen."},
    {"discard", discard, METH_NOARGS, "Unhook every thread and drop what was recorded."},
    {"take_codes", take_codes, METH_NOARGS, "Code objects that a recording has met and kept."},
    {"is_running", is_running, METH_NOARGS, "Whether a recording runs."},
    {"run", run, METH_VARARGS, "Run code as exec does, without a frame or call of its own in the profile."},
    {"foreign_profilers", foreign_profilers, METH_NOARGS, "Profile functions of others, on any thread."},
    {"displaced_threads", displaced_threads, METH_NOARGS, "Who took our hook away since start, on which thread."},
    {"read", reading_read, METH_O, "The profile in the bytes of a file."},
    {"clock_info", clock_info, METH_NOARGS, "Which clocks are in use, why, and what a reading costs."},
    {"event_costs", event_costs, METH_NOARGS, "What events of the last recording cost, by kind."},
    {"formats", formats, METH_NOARGS, "Name, file endings, description and whether it can be read, of each format."},
    {"diff", diff, METH_VARARGS, "Profiles before and after a change, compared."},
    {"diff_formats", diff_formats, METH_NOARGS, "As formats, of comparisons."},
    {"sort_keys", sort_keys, METH_NOARGS, "Name and description of each sort key of the table."},
    {0}};

// WHY refused: the hooks' session is one per process, and an interpreter must not see another's objects.
static int refuse_subinterpreters(void) {
  if (PyInterpreterState_Get() == PyInterpreterState_Main()) return 0;
  PyErr_SetString(PyExc_ImportError, "swiftprof works in the main interpreter only; import and start it there");
  return -1;
}

static int execute(PyObject *module) {
  if (refuse_subinterpreters() < 0) return -1;
  if (session_prepare() < 0 || PyModule_AddType(module, &ProfileData_Type) < 0) return -1;
  if (PyModule_AddType(module, &TargetCall_Type) < 0 || PyModule_AddType(module, &Merger_Type) < 0) return -1;
  if (PyModule_AddType(module, &DiffData_Type) < 0) return -1;
  if (session_functions_add(module) < 0) return -1;
  if (spans_prepare() < 0 || PyModule_AddObjectRef(module, "Span", (PyObject *)&Span_Type) < 0) return -1;
  return rows_prepare(module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute},
#if PY_VERSION_HEX >= 0x030c0000
                                   {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
#endif
#ifdef Py_GIL_DISABLED // see Pause.h for how recordings are safe without
                                   {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
                                   {0, NULL}};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "swiftprof._bridge",
    .m_doc = "Hooks the interpreter and hands its events to the Swift core.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__bridge(void) { return PyModuleDef_Init(&definition); }
