#include "RecordingFunctions.h"

#include "Backend.h"
#include "Calibration.h"
#include "Filters.h"
#include "FirstSeen.h"
#include "ProfileData.h"
#include "Rows.h"
#include "Targets.h"
#include "Threads.h"
#include "Timer.h"
#include "Turn.h"

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
  if (session_require(false) < 0 || calibration_measure(backend, options) < 0) return end_turn(NULL);
  timer_set(options.timed ? timer : NULL, timeunit);
  bool failed = filters_set(&options, include, exclude) < 0 || session_start(backend, options) < 0;
  if (failed) timer_drop();
  return end_turn(failed ? NULL : Py_NewRef(Py_None));
}

static int require_targeted(void) {
  if (session_require(true) < 0) return -1;
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

static PyObject *active_backend(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return PyUnicode_FromString(session.recording != NULL ? session.backend->name : "");
}

static PyObject *stop(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("stopped") < 0) return NULL;
  timer_read();
  if (take_turn() < 0) return NULL;
  sp_snapshot *taken = session_require(true) < 0 ? NULL : session_stop();
  end_turn(NULL);
  return taken == NULL ? NULL : profile_data_new(taken);
}

static PyObject *snapshot(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (timer_refuse("looked at") < 0) return NULL;
  timer_read();
  if (take_turn() < 0) return NULL;
  sp_snapshot *taken = session_require(true) < 0 ? NULL : session_snapshot();
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

static PyMethodDef functions[] = {
    {"start", (PyCFunction)(void (*)(void))start, METH_VARARGS | METH_KEYWORDS, "Hook the interpreter."},
    {"add_targets", add_targets, METH_VARARGS, "Make code objects targets of the targeted recording that runs."},
    {"active_backend", active_backend, METH_NOARGS, "The backend of the recording that runs; empty when none does."},
    {"stop", stop, METH_NOARGS, "Unhook every thread and give what was recorded."},
    {"snapshot", snapshot, METH_NOARGS, "What has been recorded so far; recording goes on."},
    {"clear", clear, METH_NOARGS, "Forget what has been recorded so far; recording goes on."},
    {"take_first_seen", take_first_seen, METH_NOARGS, "How code objects and threads were first seen."},
    {"discard", discard, METH_NOARGS, "Unhook every thread and drop what was recorded."},
    {"take_codes", take_codes, METH_NOARGS, "Code objects that a recording has met and kept."},
    {"is_running", is_running, METH_NOARGS, "Whether a recording runs."},
    {"foreign_profilers", foreign_profilers, METH_NOARGS, "Profile functions of others, on any thread."},
    {"displaced_threads", displaced_threads, METH_NOARGS, "Who took our hook away since start, on which thread."},
    {0}};

int recording_functions_add(PyObject *module) { return PyModule_AddFunctions(module, functions); }
