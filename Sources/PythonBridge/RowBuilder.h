// Making named tuples of Python value by value.
#ifndef PYTHONBRIDGE_ROWBUILDER_H
#define PYTHONBRIDGE_ROWBUILDER_H

#include "Interpreter.h" // Python.h before all others

#include "CSwiftProf.h"

// A type of rows from its fields, an array whose last entry is {NULL, NULL}.
#define ROW_TYPE(name, fields) {"swiftprof._bridge." name, NULL, fields, (int)(sizeof fields / sizeof *fields) - 1}

// Make the types, unless an earlier import has, and add them to the module; -1 with an exception.
int row_types_add(PyObject *module, PyStructSequence_Desc *descriptions, PyTypeObject **types, int count);

// A row under construction.
typedef struct Row {
  PyObject *tuple;
  Py_ssize_t next;
  int failed;
} Row;

Row row_begin(PyTypeObject *type);
// The next value. `value`: a new reference, taken over, or NULL with an exception.
void row_put(Row *row, PyObject *value);
void row_put_number(Row *row, uint64_t value);
void row_put_index(Row *row, uint32_t value); // UINT32_MAX as -1
void row_put_text(Row *row, sp_text value);
void row_put_flag(Row *row, bool value);
void row_put_float(Row *row, double value);
// The row, a new reference; NULL with an exception when a value could not be made.
PyObject *row_finish(Row *row);

// The body of a function that gives a list of the profile's rows, each made by `make`.
#define ROW_LIST(profile, rows_of, ROW, make)          \
  size_t count;                                        \
  const ROW *rows = rows_of(profile, &count);          \
  PyObject *list = PyList_New((Py_ssize_t)count);      \
  for (size_t i = 0; list != NULL && i < count; i++) { \
    PyObject *row = make(&rows[i]);                    \
    if (row == NULL) {                                 \
      Py_CLEAR(list);                                  \
    } else {                                           \
      PyList_SET_ITEM(list, (Py_ssize_t)i, row);       \
    }                                                  \
  }                                                    \
  return list

#endif
