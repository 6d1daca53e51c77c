#include "RowBuilder.h"

#include "Texts.h"

int row_types_add(PyObject *module, PyStructSequence_Desc *descriptions, PyTypeObject **types, int count) {
  for (int i = 0; i < count; i++) {
    if (types[i] == NULL && (types[i] = PyStructSequence_NewType(&descriptions[i])) == NULL) return -1;
    if (PyModule_AddType(module, types[i]) < 0) return -1;
  }
  return 0;
}

Row row_begin(PyTypeObject *type) {
  PyObject *tuple = PyStructSequence_New(type);
  return (Row){.tuple = tuple, .failed = tuple == NULL};
}

void row_put(Row *row, PyObject *value) {
  if (value == NULL) row->failed = 1;
  if (row->tuple == NULL) {
    Py_XDECREF(value);
    return;
  }
  PyStructSequence_SetItem(row->tuple, row->next++, value != NULL ? value : Py_NewRef(Py_None));
}

void row_put_number(Row *row, uint64_t value) { row_put(row, PyLong_FromUnsignedLongLong(value)); }
void row_put_index(Row *row, uint32_t value) {
  row_put(row, value == UINT32_MAX ? PyLong_FromLong(-1) : PyLong_FromUnsignedLong(value));
}
void row_put_text(Row *row, sp_text value) { row_put(row, text_to_python(value)); }
void row_put_flag(Row *row, bool value) { row_put(row, PyBool_FromLong(value)); }
void row_put_float(Row *row, double value) { row_put(row, PyFloat_FromDouble(value)); }

PyObject *row_finish(Row *row) {
  if (row->failed) Py_CLEAR(row->tuple);
  return row->tuple;
}
