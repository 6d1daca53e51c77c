#include "TextList.h"

// The string as UTF-8 bytes that the list's owner keeps. False with an exception.
static bool add(TextList *list, PyObject *string) {
  if (!PyUnicode_Check(string)) {
    PyErr_Format(PyExc_TypeError, "a str is needed, not %R", string);
    return false;
  }
  PyObject *bytes = PyUnicode_AsEncodedString(string, "utf-8", "backslashreplace");
  if (bytes == NULL || PyList_Append(list->owner, bytes) < 0) {
    Py_XDECREF(bytes);
    return false;
  }
  Py_DECREF(bytes);
  list->texts[list->count++] = (sp_text){.bytes = PyBytes_AS_STRING(bytes), .count = (size_t)PyBytes_GET_SIZE(bytes)};
  return true;
}

bool text_list_fill(TextList *list, PyObject *strings) {
  *list = (TextList){0};
  if (strings == NULL) return true;
  PyObject *items = PySequence_Tuple(strings);
  if (items == NULL) return false;
  Py_ssize_t count = PyTuple_GET_SIZE(items);
  list->owner = PyList_New(0);
  list->texts = PyMem_Calloc((size_t)count + 1, sizeof *list->texts);
  bool filled = list->owner != NULL && list->texts != NULL;
  for (Py_ssize_t i = 0; filled && i < count; i++) filled = add(list, PyTuple_GET_ITEM(items, i));
  Py_DECREF(items);
  if (!filled && !PyErr_Occurred()) PyErr_NoMemory();
  return filled;
}

void text_list_clear(TextList *list) {
  PyMem_Free(list->texts);
  Py_CLEAR(list->owner);
  *list = (TextList){0};
}
