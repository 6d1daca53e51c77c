#include "CoreLists.h"

#include "Texts.h"

PyObject *core_lists_fields(sp_text text) {
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

PyObject *core_lists_formats(sp_text text) {
  PyObject *lines = core_lists_fields(text);
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
