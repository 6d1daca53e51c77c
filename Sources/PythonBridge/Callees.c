// Describing a callee when it is first met: once per function, never per event.
#include "Callees.h"

#include "NativeNames.h"
#include "Texts.h"

PyMethodDef *callee_shared_new;

static Py_ssize_t code_extra_index = -1;

// Called by the interpreter when a code object dies; what we left with the code is its own address.
static void code_died(void *code) {
  if (code != NULL && session.recording != NULL) {
    sp_recording_retire(session.recording, (sp_key)(uintptr_t)code);
  }
}

int callees_prepare(void) {
  if (code_extra_index < 0) {
    code_extra_index = interpreter_request_code_extra(code_died);
    if (code_extra_index < 0) {
      PyErr_SetString(PyExc_RuntimeError, "no code-extra slot is free: too many tools use the frame evaluation API");
      return -1;
    }
  }
  if (callee_shared_new == NULL) {
    PyObject *new = PyObject_GetAttrString((PyObject *)&PyBaseObject_Type, "__new__");
    if (new == NULL) return -1;
    callee_shared_new = ((PyCFunctionObject *)new)->m_ml;
    Py_DECREF(new);
  }
  return 0;
}

// The profiler's own modules are left out of profiles; those in `_pass_through` and the native function `run`
// call the user's code, which stays.
static sp_visibility visibility(sp_text module, sp_text name) {
  static const char own[] = "swiftprof";
  size_t count = sizeof own - 1;
  if (module.count < count || memcmp(module.bytes, own, count) != 0) return SP_SHOWN;
  if (module.count > count && module.bytes[count] != '.') return SP_SHOWN;
  if (module.count == strlen("swiftprof._pass_through") &&
      memcmp(module.bytes, "swiftprof._pass_through", module.count) == 0) {
    return SP_PASS_THROUGH;
  }
  if (module.count == strlen("swiftprof._bridge") && memcmp(module.bytes, "swiftprof._bridge", module.count) == 0 &&
      name.count == 3 && memcmp(name.bytes, "run", 3) == 0) {
    return SP_PASS_THROUGH;
  }
  return SP_OWN;
}

// Owned; NULL without an exception where the globals have no name.
static PyObject *module_name(PyFrameObject *frame) {
  PyObject *globals = frame->f_frame->f_globals;
  PyObject *name = globals != NULL && PyDict_Check(globals) ? PyDict_GetItemString(globals, "__name__") : NULL;
  return Py_XNewRef(name);
}

void callee_register_code(sp_recorder *recorder, PyCodeObject *code, PyFrameObject *frame) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *module = module_name(frame);
  PyObject *owners[4];
  sp_callee callee = {
      .kind = SP_KIND_PYTHON,
      .first_line = code->co_firstlineno,
      .name = text_of(code->co_name, &owners[0]),
      .qualified_name = text_of(code->co_qualname, &owners[1]),
      .file = text_of(code->co_filename, &owners[2]),
      .module = text_of(module, &owners[3]),
  };
  callee.visibility = visibility(callee.module, callee.name);
  // WHY first: without it the key could never be retired. Out of memory, the code has to live.
  if (interpreter_set_code_extra((PyObject *)code, code_extra_index, code) < 0) {
    PyErr_Clear();
    if (PyList_Append(session.kept, (PyObject *)code) < 0) Py_INCREF(code);
  }
  sp_recording_register(session.recording, recorder, callee_key_of_code(code), &callee);
  for (int i = 0; i < 4; i++) Py_XDECREF(owners[i]);
  Py_XDECREF(module);
  PyErr_Restore(type, value, traceback);
}

void callee_register_native(sp_recorder *recorder, PyObject *function) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  NativeNames names;
  native_names_find(&names, function);
  PyObject *owners[3];
  sp_callee callee = {
      .kind = names.is_method ? SP_KIND_METHOD : SP_KIND_BUILTIN,
      .name = text_of(names.name, &owners[0]),
      .qualified_name = text_of(names.qualified_name, &owners[1]),
      .module = text_of(names.module, &owners[2]),
  };
  callee.visibility = visibility(callee.module, callee.name);
  // WHY kept: nothing tells of a definition's death, and some (pybind11's) live as long as an object does.
  if (names.keeper != NULL && PyList_Append(session.kept, names.keeper) < 0) Py_INCREF(names.keeper);
  sp_recording_register(session.recording, recorder, callee_key_of_native(function), &callee);
  for (int i = 0; i < 3; i++) Py_XDECREF(owners[i]);
  native_names_clear(&names);
  PyErr_Restore(type, value, traceback);
}
