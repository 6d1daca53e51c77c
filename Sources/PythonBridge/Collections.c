#include "Collections.h"

#include "Backend.h"
#include "Event.h"
#include "Texts.h"
#include "Threads.h"

// Keys of the generations: addresses that are nobody else's.
static uint64_t generation_keys[3];

static sp_key key_of(long generation) { return (sp_key)(uintptr_t)&generation_keys[generation] | SP_KEY_NATIVE; }

void collections_register(void) {
  static const char *const names[] = {"<gc generation 0>", "<gc generation 1>", "<gc generation 2>"};
  for (long generation = 0; generation < 3; generation++) {
    sp_text name = text_literal(names[generation]);
    sp_callee callee = {.kind = SP_KIND_GC, .name = name, .qualified_name = name, .module = text_literal("gc")};
    sp_recording_register(session.recording, NULL, key_of(generation), &callee);
  }
}

// gc calls it with ("start" or "stop", {"generation": n, ...}) in the thread that collects (CPython, Modules/gcmodule.c).
static PyObject *on_collection(PyObject *Py_UNUSED(self), PyObject *const *arguments, Py_ssize_t count) {
  if (count != 2 || session.recording == NULL || session.options.targeted) Py_RETURN_NONE;
  if (!session.backend->is_on(PyThreadState_Get())) Py_RETURN_NONE;
  PyObject *phase = arguments[0], *information = arguments[1];
  if (!PyUnicode_Check(phase) || !PyDict_Check(information)) Py_RETURN_NONE;
  PyObject *number = PyDict_GetItemString(information, "generation");
  long generation = number != NULL && PyLong_Check(number) ? PyLong_AsLong(number) : -1;
  if (generation < 0 || generation > 2) Py_RETURN_NONE;
  bool starts = PyUnicode_CompareWithASCIIString(phase, "start") == 0;
  ThreadHook *hook = event_begin(INSIDE);
  event_hand_on(hook, starts ? hook->events.call : hook->events.leave, key_of(generation), NULL);
  threads_adopt_new();
  Py_RETURN_NONE;
}

static PyMethodDef definition = {"on_collection", (PyCFunction)(void (*)(void))on_collection, METH_FASTCALL, NULL};
static PyObject *callback; // owned while hooked

static PyObject *callbacks(void) {
  PyObject *module = PyImport_ImportModule("gc");
  PyObject *list = module != NULL ? PyObject_GetAttrString(module, "callbacks") : NULL;
  Py_XDECREF(module);
  return list;
}

int collections_hook(void) {
  PyObject *list = callbacks();
  if (list == NULL) return -1;
  callback = PyCFunction_New(&definition, NULL);
  int failed = callback == NULL || !PyList_Check(list) || PyList_Append(list, callback) < 0;
  Py_DECREF(list);
  if (failed) Py_CLEAR(callback);
  return failed ? -1 : 0;
}

void collections_unhook(void) {
  if (callback == NULL) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *list = callbacks();
  for (Py_ssize_t i = list != NULL && PyList_Check(list) ? PyList_GET_SIZE(list) : 0; i-- > 0;) {
    if (PyList_GET_ITEM(list, i) == callback && PyList_SetSlice(list, i, i + 1, NULL) < 0) PyErr_Clear();
  }
  Py_XDECREF(list);
  Py_CLEAR(callback);
  PyErr_Clear();
  PyErr_Restore(type, value, traceback);
}
