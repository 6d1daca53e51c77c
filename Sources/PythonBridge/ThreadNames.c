// What `threading` calls a thread. Nothing here runs Python code: names are read from the Thread's dictionary.
#include "FirstSeen.h"
#include "Texts.h"
#include "ThreadHook.h"

#include <unistd.h>

// Borrowed; NULL without an exception.
static PyObject *attribute_of_threading(const char *name) {
  PyObject *modules = PyImport_GetModuleDict();
  PyObject *threading = modules != NULL ? PyDict_GetItemString(modules, "threading") : NULL;
  if (threading == NULL || !PyModule_Check(threading)) return NULL;
  return PyDict_GetItemString(PyModule_GetDict(threading), name);
}

void thread_hook_look_up_thread(ThreadHook *hook) {
  if (hook->python_ident == 0) return;
  PyObject *active = attribute_of_threading("_active");
  PyObject *ident = PyLong_FromUnsignedLongLong(hook->python_ident);
  if (active != NULL && PyDict_Check(active) && ident != NULL) {
    PyObject *thread = PyDict_GetItemWithError(active, ident);
    if (thread != NULL) Py_XSETREF(hook->thread, Py_NewRef(thread));
  }
  Py_XDECREF(ident);
  PyErr_Clear();
  hook->named = hook->thread != NULL;
}

void thread_hook_find_thread(ThreadHook *hook) {
  PyFrameObject *frame = PyEval_GetFrame(); // borrowed
  if (frame == NULL) return;
  hook->named = true;
  hook->python_ident = PyThreadState_Get()->thread_id;
  PyObject *type = (PyObject *)attribute_of_threading("Thread");
  if (type == NULL || !PyType_Check(type)) return;
  PyCodeObject *code = interpreter_code(frame);
  // The first frame of a thread of `threading` is Thread._bootstrap; `_active` does not know the thread yet.
  if (PyUnicode_CompareWithASCIIString(code->co_name, "_bootstrap") == 0) {
    PyObject *self = interpreter_self(frame);
    if (self != NULL && PyObject_TypeCheck(self, (PyTypeObject *)type)) Py_XSETREF(hook->thread, Py_NewRef(self));
    Py_XDECREF(self);
  }
}

// As `first_seen` has them: told apart by their names alone, in profiles that are added up too.
static void name_by_class(ThreadHook *hook) {
  const char *class = hook->thread != NULL ? first_seen_class_name(hook->thread) : "";
  PyObject *name =
      PyUnicode_FromFormat("%s %llu %u", class, (unsigned long long)hook->python_ident, (unsigned)hook->os_id);
  PyObject *owner;
  sp_recorder_identify(session.recording, hook->recorder, hook->python_ident, text_of(name, &owner));
  if (name != NULL) first_seen_note_switches(name, hook);
  Py_XDECREF(owner);
  Py_XDECREF(name);
}

void thread_hook_refresh_name(ThreadHook *hook) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  if (session.options.first_seen && !session.options.calibrating) {
    name_by_class(hook);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    return;
  }
  PyObject **dictionary = hook->thread != NULL ? _PyObject_GetDictPtr(hook->thread) : NULL;
  PyObject *name = dictionary != NULL && *dictionary != NULL ? PyDict_GetItemString(*dictionary, "_name") : NULL;
  PyObject *owner;
  sp_text text = text_of(name, &owner);
  if (text.count == 0 && hook->thread == NULL && hook->os_id == (uint32_t)getpid()) {
    text = text_literal("MainThread");
  }
  sp_recorder_identify(session.recording, hook->recorder, hook->python_ident, text);
  Py_XDECREF(owner);
  PyErr_Clear();
  PyErr_Restore(type, value, traceback);
}
