#define _GNU_SOURCE // RUSAGE_THREAD
#include "FirstSeen.h"

#include <string.h>
#include <sys/resource.h>

// WHY never exchanged: without the GIL other threads may be adding to them.
static PyObject *codes;    // owned list
static PyObject *switches; // owned dict

int first_seen_prepare(void) {
  if (codes == NULL) codes = PyList_New(0);
  if (switches == NULL) switches = PyDict_New();
  return codes == NULL || switches == NULL ? -1 : 0;
}

void first_seen_forget(void) {
  if (PyList_SetSlice(codes, 0, PyList_GET_SIZE(codes), NULL) < 0) PyErr_Clear();
  PyDict_Clear(switches);
}

const char *first_seen_class_name(PyObject *object) {
  const char *name = Py_TYPE(object)->tp_name;
  const char *dot = strrchr(name, '.');
  return dot != NULL ? dot + 1 : name;
}

// The frame that runs, if it is one of this code. Borrowed.
static PyFrameObject *frame_of(PyCodeObject *code) {
  PyFrameObject *frame = PyEval_GetFrame();
  return frame != NULL && interpreter_code(frame) == code ? frame : NULL;
}

// New reference, None where the first argument is not called `self`.
static PyObject *class_of_self(PyCodeObject *code) {
  PyFrameObject *frame = frame_of(code);
  PyObject *self = frame != NULL ? interpreter_first_argument_self(frame) : NULL;
  if (self == NULL) return Py_NewRef(Py_None);
  PyObject *name = PyUnicode_FromString(first_seen_class_name(self));
  Py_DECREF(self);
  return name;
}

void first_seen_note(PyCodeObject *code) {
  if (session.options.calibrating) return;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *class = class_of_self(code);
  PyObject *row = class != NULL ? Py_BuildValue("(OiOiO)", code->co_filename, code->co_firstlineno, code->co_qualname,
                                                code->co_flags, class)
                                : NULL;
  if (row != NULL) PyList_Append(codes, row); // without memory it goes by its qualified name
  Py_XDECREF(row);
  Py_XDECREF(class);
  PyErr_Clear();
  PyErr_Restore(type, value, traceback);
}

void first_seen_count_switches(ThreadHook *hook) {
  struct rusage usage;
  if (getrusage(RUSAGE_THREAD, &usage) != 0) return;
  hook->switches = (uint64_t)usage.ru_nvcsw + (uint64_t)usage.ru_nivcsw + 1;
  if (hook->switches_before == 0) hook->switches_before = hook->switches;
}

// That it runs at all is once.
void first_seen_note_switches(PyObject *name, const ThreadHook *hook) {
  PyObject *number = PyLong_FromUnsignedLongLong(hook->switches - hook->switches_before + 1);
  if (number != NULL) PyDict_SetItem(switches, name, number);
  Py_XDECREF(number);
  PyErr_Clear();
}

PyObject *first_seen_take(void) {
  Py_ssize_t count = PyList_GET_SIZE(codes);
  PyObject *taken = PyList_GetSlice(codes, 0, count);
  PyObject *counts = PyDict_Copy(switches);
  PyObject *both = taken != NULL && counts != NULL ? PyTuple_Pack(2, taken, counts) : NULL;
  if (both != NULL && PyList_SetSlice(codes, 0, count, NULL) < 0) Py_CLEAR(both);
  Py_XDECREF(taken);
  Py_XDECREF(counts);
  return both;
}
