// Describing a callee when it is first met: once per function, never per event.
#include "Callees.h"

#include "CodePlaces.h"
#include "CodeRecord.h"
#include "FirstSeen.h"
#include "NativeNames.h"
#include "Tasks.h"
#include "Texts.h"

PyMethodDef *callee_shared_new;

int callees_prepare(void) {
  if (code_records_prepare() < 0) return -1;
  if (callee_shared_new == NULL) {
    PyObject *new = PyObject_GetAttrString((PyObject *)&PyBaseObject_Type, "__new__");
    if (new == NULL) return -1;
    callee_shared_new = ((PyCFunctionObject *)new)->m_ml;
    Py_DECREF(new);
  }
  return 0;
}

static bool is_of_our_package(sp_text module) {
  static const char own[] = "swiftprof";
  size_t count = sizeof own - 1;
  if (module.count < count || memcmp(module.bytes, own, count) != 0) return false;
  return module.count == count || module.bytes[count] == '.';
}

// "swiftprof._pass_through", and the module of this name in the packages below.
static bool is_pass_through(sp_text module) {
  static const char last[] = "._pass_through";
  size_t count = sizeof last - 1;
  return module.count > count && memcmp(module.bytes + module.count - count, last, count) == 0;
}

// The profiler's own modules are left out of profiles; those in `_pass_through`, the trampolines in the place of
// targets, and the native function `run` call the user's code, which stays.
static sp_visibility visibility(const sp_callee *callee) {
  if (session.options.calibrating) return SP_SHOWN; // WHY: no span opens below what is the profiler's own
  if (callee->kind == SP_KIND_PYTHON && text_equals(callee->file, "<swiftprof>")) return SP_PASS_THROUGH;
  if (!is_of_our_package(callee->module)) return SP_SHOWN;
  if (is_pass_through(callee->module)) return SP_PASS_THROUGH;
  if (text_equals(callee->module, "swiftprof._bridge") && text_equals(callee->name, "run")) return SP_PASS_THROUGH;
  return SP_OWN;
}

PyObject *callee_module_of(PyObject *globals) {
  return globals != NULL && PyDict_Check(globals) ? PyDict_GetItemString(globals, "__name__") : NULL;
}

// Without either the key could never be retired.
static void keep_or_be_told_of_death(PyCodeObject *code) {
#ifdef Py_GIL_DISABLED
  bool told = false; // WHY: retiring a key touches what other threads read at each event
#else
  bool told = code_record_of(code) != NULL;
#endif
  if (!told && PyList_Append(session.kept, (PyObject *)code) < 0) Py_INCREF(code);
}

// WHY it may fail in silence: who asks for the code of a function then finds none.
static void keep_if_asked(PyCodeObject *code) {
  if (session.options.keep_code && PyList_Append(session.codes, (PyObject *)code) < 0) PyErr_Clear();
}

void callee_register_code(sp_recorder *recorder, PyCodeObject *code, PyObject *globals) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *module = Py_XNewRef(callee_module_of(globals));
  PyObject *owners[4];
  sp_callee callee = {
      .kind = SP_KIND_PYTHON,
      .first_line = code->co_firstlineno,
      .name = text_of(code->co_name, &owners[0]),
      .qualified_name = text_of(code->co_qualname, &owners[1]),
      .file = text_of(code->co_filename, &owners[2]),
      .module = text_of(module, &owners[3]),
  };
  callee.visibility = visibility(&callee);
  callee.watched = tasks_is_creator(&callee);
  callee.is_async = interpreter_is_async(code);
  code_places_measure(code, &callee);
  keep_or_be_told_of_death(code);
  keep_if_asked(code);
  if (session.options.first_seen) first_seen_note(code);
  sp_recording_register(session.recording, recorder, callee_key_of_code(code), &callee);
  for (int i = 0; i < 4; i++) Py_XDECREF(owners[i]);
  Py_XDECREF(module);
  PyErr_Restore(type, value, traceback);
}

void callee_register_native(sp_recorder *recorder, sp_key key, PyObject *function) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  NativeNames names;
  native_names_find(&names, function);
  PyObject *owners[3];
  sp_callee callee = {
      .kind = names.kind,
      .name = text_of(names.name, &owners[0]),
      .qualified_name = text_of(names.qualified_name, &owners[1]),
      .module = text_of(names.module, &owners[2]),
  };
  callee.visibility = visibility(&callee);
  // WHY kept: nothing tells of a definition's death, and some (pybind11's) live as long as an object does.
  if (names.keeper != NULL && PyList_Append(session.kept, names.keeper) < 0) Py_INCREF(names.keeper);
  sp_recording_register(session.recording, recorder, key, &callee);
  for (int i = 0; i < 3; i++) Py_XDECREF(owners[i]);
  native_names_clear(&names);
  PyErr_Restore(type, value, traceback);
}
