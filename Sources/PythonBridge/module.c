// The extension module swiftprof._bridge: what it consists of, and those of its functions that only hand on.
// See _bridge.pyi.
#include "Backend.h"
#include "Calibration.h"
#include "CoreLists.h"
#include "DiffData.h"
#include "ProfileData.h"
#include "Reading.h"
#include "RecordingFunctions.h"
#include "Rows.h"
#include "SessionFunctions.h"
#include "Spans.h"
#include "TargetCall.h"

static PyObject *backends(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return backend_list(); }

static PyObject *run(PyObject *Py_UNUSED(module), PyObject *arguments) {
  PyObject *code, *globals;
  if (!PyArg_ParseTuple(arguments, "O!O!:run", &PyCode_Type, &code, &PyDict_Type, &globals)) return NULL;
  PyObject *result = PyEval_EvalCode(code, globals, globals);
  if (result == NULL) return NULL;
  Py_DECREF(result);
  Py_RETURN_NONE;
}

static PyObject *event_costs(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return calibration_costs(); }

static PyObject *clock_info(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) { return rows_clock_info(); }

static PyObject *formats(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return core_lists_formats(sp_formats());
}

static PyObject *diff_formats(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return core_lists_formats(sp_diff_formats());
}

static PyObject *diff(PyObject *Py_UNUSED(module), PyObject *arguments) { return diff_data_new(arguments); }

static PyObject *sort_keys(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(none)) {
  return core_lists_fields(sp_sort_keys());
}

static PyMethodDef methods[] = {
    {"backends", backends, METH_NOARGS, "Name of each backend, whether it can be used, is the default, and why."},
    {"run", run, METH_VARARGS, "Run code as exec does, without a frame or call of its own in the profile."},
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
  if (recording_functions_add(module) < 0 || session_functions_add(module) < 0) return -1;
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
