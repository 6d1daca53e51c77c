// The extension module swiftprof._bridge: its functions, and nothing but handing on. See _bridge.pyi.
#include "Calibration.h"
#include "Callees.h"
#include "ProfileData.h"
#include "Rows.h"
#include "Texts.h"
#include "Threads.h"

static int require(bool running) {
  if ((session.recording != NULL) == running) return 0;
  PyErr_SetString(PyExc_RuntimeError, running ? "swiftprof is not running" : "swiftprof is running already");
  return -1;
}

static PyObject *start(PyObject *Py_UNUSED(module), PyObject *arguments, PyObject *keywords) {
  static char *names[] = {"builtins", "threads", "max_nodes", "enter_frames", NULL};
  int builtins = 1, threads = 1, enter_frames = 1;
  unsigned long long max_nodes = 0;
  if (!PyArg_ParseTupleAndKeywords(arguments, keywords, "|$ppKp:start", names, &builtins, &threads, &max_nodes,
                                   &enter_frames)) {
    return NULL;
  }
  StartOptions options = {builtins, threads, enter_frames, max_nodes};
  if (require(false) < 0 || calibration_measure() < 0 || session_start(options) < 0) return NULL;
  Py_RETURN_NONE;
}

static PyObject *stop(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (require(true) < 0) return NULL;
  sp_snapshot *taken = session_stop();
  return taken == NULL ? NULL : profile_data_new(taken);
}

static PyObject *snapshot(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (require(true) < 0) return NULL;
  sp_snapshot *taken = session_snapshot();
  return taken == NULL ? NULL : profile_data_new(taken);
}

static PyObject *clear(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (session.recording != NULL && session_clear() < 0) return NULL;
  Py_RETURN_NONE;
}

static PyObject *discard(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  if (session.recording != NULL) session_discard();
  Py_RETURN_NONE;
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
    threads_note_displaced();
  }
  return session.displaced != NULL ? rows_foreign_profilers(session.displaced) : PyList_New(0);
}

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

static PyObject *formats(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  PyObject *lines = fields_of_lines(sp_formats());
  for (Py_ssize_t i = 0; lines != NULL && i < PyList_GET_SIZE(lines); i++) {
    PyObject *line = PyList_GET_ITEM(lines, i);
    PyObject *endings = PyUnicode_Split(PyTuple_GET_ITEM(line, 1), NULL, -1);
    PyObject *entry = endings == NULL ? NULL
                                      : Py_BuildValue("(ONO)", PyTuple_GET_ITEM(line, 0), PyList_AsTuple(endings),
                                                      PyTuple_GET_ITEM(line, 2));
    Py_XDECREF(endings);
    if (entry == NULL || PyList_SetItem(lines, i, entry) < 0) Py_CLEAR(lines);
  }
  return lines;
}

static PyObject *sort_keys(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return fields_of_lines(sp_sort_keys());
}

static PyMethodDef methods[] = {
    {"start", (PyCFunction)(void (*)(void))start, METH_VARARGS | METH_KEYWORDS, "Hook the interpreter."},
    {"stop", stop, METH_NOARGS, "Unhook every thread and give what was recorded."},
    {"snapshot", snapshot, METH_NOARGS, "What has been recorded so far; recording goes on."},
    {"clear", clear, METH_NOARGS, "Forget what has been recorded so far; recording goes on."},
    {"discard", discard, METH_NOARGS, "Unhook every thread and drop what was recorded."},
    {"is_running", is_running, METH_NOARGS, "Whether a recording runs."},
    {"run", run, METH_VARARGS, "Run code as exec does, without a frame or call of its own in the profile."},
    {"foreign_profilers", foreign_profilers, METH_NOARGS, "Profile functions of others, on any thread."},
    {"displaced_threads", displaced_threads, METH_NOARGS, "Who took our hook away since start, on which thread."},
    {"clock_info", clock_info, METH_NOARGS, "Which clocks are in use, why, and what a reading costs."},
    {"formats", formats, METH_NOARGS, "Name, file endings and description of each format."},
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
  if (session_prepare() < 0 || PyType_Ready(&ThreadHook_Type) < 0 || PyModule_AddType(module, &ProfileData_Type) < 0)
    return -1;
  return rows_prepare(module);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute},
#if PY_VERSION_HEX >= 0x030c0000
                                   {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
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
